#ifndef COMPAT_SYS_QUEUE_H
#define COMPAT_SYS_QUEUE_H

/* Of BSD's lists: the one with a tail, linked one way. The head keeps where the next element's address goes. */

#define STAILQ_HEAD(name, type) \
    struct name { struct type *stqh_first, **stqh_last; }
#define STAILQ_ENTRY(type) \
    struct { struct type *stqe_next; }

#define STAILQ_FIRST(head) ((head)->stqh_first)
#define STAILQ_EMPTY(head) (STAILQ_FIRST(head) == 0)
#define STAILQ_NEXT(element, field) ((element)->field.stqe_next)

#define STAILQ_INIT(head) \
    do { \
        STAILQ_FIRST(head) = 0; \
        (head)->stqh_last = &STAILQ_FIRST(head); \
    } while (0)

#define STAILQ_FOREACH(element, head, field) \
    for ((element) = STAILQ_FIRST(head); (element) != 0; (element) = STAILQ_NEXT(element, field))

#define STAILQ_INSERT_TAIL(head, element, field) \
    do { \
        STAILQ_NEXT(element, field) = 0; \
        *(head)->stqh_last = (element); \
        (head)->stqh_last = &STAILQ_NEXT(element, field); \
    } while (0)

#define STAILQ_REMOVE_HEAD(head, field) \
    do { \
        STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field); \
        if (STAILQ_EMPTY(head)) \
            (head)->stqh_last = &STAILQ_FIRST(head); \
    } while (0)

#endif
