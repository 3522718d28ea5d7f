/* Exercise 4.3: lessons that come to their end, and that fail at each place. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/03-combinators/join.h"

static void wake_nobody(void)
{
}

/* A lesson in a house of its own; teacher and tune take two polls each. */
struct course {
    struct house house;
    struct task teacher;
    struct task tune;
    struct lesson lesson;
};

static void course_init(struct course *course, int rooms, int pianos)
{
    *course = (struct course){
        .house = {{rooms, pianos}, ""},
        .teacher = {{task_poll}, 1, 0},
        .tune = {{task_poll}, 1, 0},
        .lesson = {{lesson_poll},
                   0,
                   &course->house,
                   &course->teacher,
                   &course->tune,
                   0},
    };
}

static enum poll_state course_poll(struct course *course)
{
    return simple_future_poll(&course->lesson.future, wake_nobody);
}

TEST(begins, "the first poll rents a room and awaits the teacher",
     "one poll of a lesson", "Out of the middle")
{
    struct course course;
    course_init(&course, 1, 1);
    enum poll_state state = course_poll(&course);
    CHECK(state == POLL_PENDING, "pending", "ready",
          "the teacher is not awaited");
    CHECK_STR(course.house.log, "R",
              "the room comes first, and the piano after the teacher");
    CHECK_INT(course.teacher.left, 0, "polls left of the teacher's one",
              "the teacher is not polled in the first poll");
}

TEST(goes_well, "a lesson that goes well gives back the piano, then the room",
     "a lesson in a house of one room and one piano", "Out of the middle")
{
    struct course course;
    course_init(&course, 1, 1);
    course_poll(&course);
    course_poll(&course);
    CHECK_STR(course.house.log, "RP",
              "while the tune is pending, room and piano are rented, once");
    CHECK(course_poll(&course) == POLL_READY, "ready in the third poll",
          "pending", "something else is awaited");
    CHECK_STR(course.house.log, "RPpr",
              "each is given back once, the latest first");
    CHECK_INT(course.lesson.error, 0, "the error", "nothing has failed");
}

TEST(no_room, "without a room it is ready at once, and has nothing to give",
     "a lesson in a house without a room", "Out of the middle")
{
    struct course course;
    course_init(&course, 0, 1);
    enum poll_state state = course_poll(&course);
    CHECK(state == POLL_READY, "ready at the first poll", "pending",
          "the teacher is awaited although there is no room");
    CHECK_STR(course.house.log, "", "a room is given back that it has not got");
    CHECK_INT(course.lesson.error, EBUSY, "the error, which should be EBUSY",
              "what house_rent said is not kept in the struct");
}

TEST(no_teacher, "without a teacher the room is given back",
     "a lesson whose teacher has an error", "Out of the middle")
{
    struct course course;
    course_init(&course, 1, 1);
    course.teacher.error = ENOENT;
    CHECK_INT(simple_future_run(&course.lesson.future), 2, "polls",
              "the tune is awaited although there is no teacher");
    CHECK_STR(course.house.log, "Rr",
              "ready with the room still rented, or the way out gives back a "
              "piano that it has not got");
    CHECK_INT(course.lesson.error, ENOENT, "the error, which should be ENOENT",
              "the teacher's error is not handed on");
}

TEST(no_piano, "without a piano the room is given back",
     "a lesson in a house without a piano", "Out of the middle")
{
    struct course course;
    course_init(&course, 1, 0);
    CHECK_INT(simple_future_run(&course.lesson.future), 2, "polls",
              "the tune is awaited although there is no piano");
    CHECK_STR(course.house.log, "Rr",
              "ready with the room still rented, or the way out gives back a "
              "piano that it has not got");
    CHECK_INT(course.lesson.error, EBUSY, "the error, which should be EBUSY",
              "what house_rent said is not kept in the struct");
}

TEST(no_tune, "when the tune fails both are given back, and its error is kept",
     "a lesson whose tune has an error", "Out of the middle")
{
    struct course course;
    course_init(&course, 1, 1);
    course.tune.error = EIO;
    simple_future_run(&course.lesson.future);
    CHECK_STR(course.house.log, "RPpr",
              "what was open when the tune failed stays open");
    CHECK_INT(course.lesson.error, EIO, "the error, which should be EIO",
              "the tune's error is not handed on");
}

TEST(two, "of two lessons at once in one room, one is refused",
     "a join of two lessons in a house of one room", "What the stack forgets")
{
    struct course course, late;
    struct join join;
    course_init(&course, 1, 1);
    course_init(&late, 0, 0);
    late.lesson.house = &course.house;
    join_init(&join, &course.lesson.future, &late.lesson.future);
    simple_future_run(&join.future);
    CHECK_STR(course.house.log, "RPpr", "a variable that both share");
    CHECK(course.lesson.error == 0 && late.lesson.error == EBUSY,
          "0 for the one and EBUSY for the other", "something else",
          "a variable that both share");
}

CHECK_MAIN("chapters/04-async-functions/README.md", begins, goes_well, no_room,
           no_teacher, no_piano, no_tune, two)
