/* Pin: a future stays where it was first polled, and if it does not, it says
 * so at its next poll.
 *
 * Put a `struct pin pin` into the struct of the future, all zero at first, and
 * PIN_CHECK at the top of its poll, with a pointer to that struct. Compiled
 * with NDEBUG, the one is empty and the other does nothing; what shares the
 * struct has to be compiled alike.
 */
#ifndef PIN_H
#define PIN_H

#include <inttypes.h>

#include "../02-simple-future/simple_future.h"

#ifdef NDEBUG

__extension__ struct pin {
};

#define PIN_CHECK(future) ((void)(future))

#else

/* A number, for C gives a pointer to memory that is gone no meaning. */
struct pin {
    uintptr_t at; /* where the first poll found the future; 0 before */
};

#define PIN_CHECK(future) \
    pin_check(&(future)->pin, (uintptr_t)(future), __func__, __FILE__, __LINE__)

static inline void pin_check(struct pin *pin, uintptr_t here, const char *poll,
                             const char *file, int line)
{
    if (pin->at == 0)
        pin->at = here;
    if (pin->at == here)
        return;
    char what[512];
    snprintf(what, sizeof what,
             "the future of %s moved from 0x%" PRIxPTR " to 0x%" PRIxPTR
             " after its first poll (%s:%d)",
             poll, pin->at, here, file, line);
    bug(what);
}

#endif

#endif
