/* Functions that wait, written from top to bottom.
 *
 * `state` is an int in the function's struct, 0 at first. An AWAIT notes its
 * line there, and at the next poll the switch jumps back to it. The stack is
 * gone by then: what has to outlive an AWAIT stands in the struct, too.
 *
 * After Duff's device and Adam Dunkels's protothreads.
 */
#ifndef ASYNC_H
#define ASYNC_H

#include "../02-simple-future/simple_future.h"

#define ASYNC_DONE (-1)

#define ASYNC_BEGIN(state) \
    switch (state) { \
    case 0:

/* Poll until ready: return pending as long as `poll` is, and go on from here.
 * At most one to a line, and not inside a switch. The label stands in an
 * `if (0)` because gcc warns of one that is fallen into. */
#define AWAIT(state, poll) \
    do { \
        (state) = __LINE__; \
        if (0) { \
        case __LINE__:; \
        } \
        if ((poll) == POLL_PENDING) \
            return POLL_PENDING; \
    } while (0)

/* Ready, from the middle. Give back first what is open. */
#define ASYNC_RETURN(state) \
    do { \
        (state) = ASYNC_DONE; \
        return POLL_READY; \
    } while (0)

/* Ready. The default is where an AWAIT ends up whose label is not a case of
 * this switch, but of one inside it. */
#define ASYNC_END(state) \
    break; \
    default: \
        bug("an async function has no AWAIT to go on from"); \
        } \
        (state) = ASYNC_DONE; \
        return POLL_READY

#endif
