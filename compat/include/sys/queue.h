/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_QUEUE_H
#define COMPAT_SYS_QUEUE_H

/* BSD's lists. SLIST and LIST have a first element; STAILQ and TAILQ a tail, too. A link of LIST and TAILQ also points
   at the pointer that points at its element, so that the element can leave without a search. */

#define __QUEUE_DO(statements) \
    do { \
        statements \
    } while (0)

/* One way, with a first element. */

#define SLIST_HEAD(name, type) \
    struct name { struct type *slh_first; }
#define SLIST_HEAD_INITIALIZER(head) {0}
#define SLIST_ENTRY(type) \
    struct { struct type *sle_next; }

#define SLIST_FIRST(head) ((head)->slh_first)
#define SLIST_EMPTY(head) (SLIST_FIRST(head) == 0)
#define SLIST_NEXT(element, field) ((element)->field.sle_next)
#define SLIST_INIT(head) __QUEUE_DO(SLIST_FIRST(head) = 0;)
#define SLIST_FOREACH(element, head, field) \
    for ((element) = SLIST_FIRST(head); (element) != 0; (element) = SLIST_NEXT(element, field))
#define SLIST_FOREACH_SAFE(element, head, field, next) \
    for ((element) = SLIST_FIRST(head); (element) != 0 && ((next) = SLIST_NEXT(element, field), 1); (element) = (next))
#define SLIST_INSERT_HEAD(head, element, field) \
    __QUEUE_DO(SLIST_NEXT(element, field) = SLIST_FIRST(head); SLIST_FIRST(head) = (element);)
#define SLIST_INSERT_AFTER(before, element, field) \
    __QUEUE_DO(SLIST_NEXT(element, field) = SLIST_NEXT(before, field); SLIST_NEXT(before, field) = (element);)
#define SLIST_REMOVE_HEAD(head, field) __QUEUE_DO(SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field);)
#define SLIST_REMOVE(head, element, type, field) \
    __QUEUE_DO( \
        struct type **__link = &SLIST_FIRST(head); \
        while (*__link != (element)) \
            __link = &SLIST_NEXT(*__link, field); \
        *__link = SLIST_NEXT(element, field);)

/* Both ways, with a first element. */

#define LIST_HEAD(name, type) \
    struct name { struct type *lh_first; }
#define LIST_HEAD_INITIALIZER(head) {0}
#define LIST_ENTRY(type) \
    struct { struct type *le_next, **le_prev; }

#define LIST_FIRST(head) ((head)->lh_first)
#define LIST_EMPTY(head) (LIST_FIRST(head) == 0)
#define LIST_NEXT(element, field) ((element)->field.le_next)
#define LIST_INIT(head) __QUEUE_DO(LIST_FIRST(head) = 0;)
#define LIST_FOREACH(element, head, field) \
    for ((element) = LIST_FIRST(head); (element) != 0; (element) = LIST_NEXT(element, field))
#define LIST_FOREACH_SAFE(element, head, field, next) \
    for ((element) = LIST_FIRST(head); (element) != 0 && ((next) = LIST_NEXT(element, field), 1); (element) = (next))
#define __LIST_PUT(link, element, field) \
    __QUEUE_DO( \
        LIST_NEXT(element, field) = *(link); \
        if (*(link) != 0) \
            (*(link))->field.le_prev = &LIST_NEXT(element, field); \
        (element)->field.le_prev = (link); \
        *(element)->field.le_prev = (element);)
#define LIST_INSERT_HEAD(head, element, field) __LIST_PUT(&LIST_FIRST(head), element, field)
#define LIST_INSERT_AFTER(before, element, field) __LIST_PUT(&LIST_NEXT(before, field), element, field)
#define LIST_INSERT_BEFORE(after, element, field) \
    __QUEUE_DO( \
        (element)->field.le_prev = (after)->field.le_prev; \
        LIST_NEXT(element, field) = (after); \
        *(after)->field.le_prev = (element); \
        (after)->field.le_prev = &LIST_NEXT(element, field);)
#define LIST_REMOVE(element, field) \
    __QUEUE_DO( \
        if (LIST_NEXT(element, field) != 0) \
            LIST_NEXT(element, field)->field.le_prev = (element)->field.le_prev; \
        *(element)->field.le_prev = LIST_NEXT(element, field);)

/* One way, with a tail: the head keeps where the next element's address goes. */

#define STAILQ_HEAD(name, type) \
    struct name { struct type *stqh_first, **stqh_last; }
#define STAILQ_HEAD_INITIALIZER(head) {0, &(head).stqh_first}
#define STAILQ_ENTRY(type) \
    struct { struct type *stqe_next; }

#define STAILQ_FIRST(head) ((head)->stqh_first)
#define STAILQ_EMPTY(head) (STAILQ_FIRST(head) == 0)
#define STAILQ_NEXT(element, field) ((element)->field.stqe_next)
#define STAILQ_INIT(head) __QUEUE_DO(STAILQ_FIRST(head) = 0; (head)->stqh_last = &STAILQ_FIRST(head);)
#define STAILQ_FOREACH(element, head, field) \
    for ((element) = STAILQ_FIRST(head); (element) != 0; (element) = STAILQ_NEXT(element, field))
#define __STAILQ_TAIL(head, element, field) \
    if (STAILQ_NEXT(element, field) == 0) \
        (head)->stqh_last = &STAILQ_NEXT(element, field);
#define STAILQ_INSERT_HEAD(head, element, field) \
    __QUEUE_DO( \
        STAILQ_NEXT(element, field) = STAILQ_FIRST(head); \
        __STAILQ_TAIL(head, element, field) STAILQ_FIRST(head) = (element);)
#define STAILQ_INSERT_TAIL(head, element, field) \
    __QUEUE_DO( \
        STAILQ_NEXT(element, field) = 0; \
        *(head)->stqh_last = (element); \
        (head)->stqh_last = &STAILQ_NEXT(element, field);)
#define STAILQ_INSERT_AFTER(head, before, element, field) \
    __QUEUE_DO( \
        STAILQ_NEXT(element, field) = STAILQ_NEXT(before, field); \
        __STAILQ_TAIL(head, element, field) STAILQ_NEXT(before, field) = (element);)
#define STAILQ_REMOVE_HEAD(head, field) \
    __QUEUE_DO( \
        STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field); \
        if (STAILQ_EMPTY(head)) \
            (head)->stqh_last = &STAILQ_FIRST(head);)
#define STAILQ_REMOVE(head, element, type, field) \
    __QUEUE_DO( \
        struct type **__link = &STAILQ_FIRST(head); \
        while (*__link != (element)) \
            __link = &STAILQ_NEXT(*__link, field); \
        *__link = STAILQ_NEXT(element, field); \
        if (*__link == 0) \
            (head)->stqh_last = __link;)

/* SIMPLEQ is OpenBSD's name for STAILQ. */
#define SIMPLEQ_HEAD STAILQ_HEAD
#define SIMPLEQ_ENTRY STAILQ_ENTRY
#define SIMPLEQ_HEAD_INITIALIZER STAILQ_HEAD_INITIALIZER
#define SIMPLEQ_FIRST STAILQ_FIRST
#define SIMPLEQ_EMPTY STAILQ_EMPTY
#define SIMPLEQ_NEXT STAILQ_NEXT
#define SIMPLEQ_INIT STAILQ_INIT
#define SIMPLEQ_FOREACH STAILQ_FOREACH
#define SIMPLEQ_INSERT_HEAD STAILQ_INSERT_HEAD
#define SIMPLEQ_INSERT_TAIL STAILQ_INSERT_TAIL
#define SIMPLEQ_INSERT_AFTER STAILQ_INSERT_AFTER
#define SIMPLEQ_REMOVE_HEAD STAILQ_REMOVE_HEAD

/* Both ways, with a tail. The element before another is found by the head of the same shape as a link: a link's
   tqe_prev points at the tqe_next before it, behind which that element's own tqe_prev stands. */

#define TAILQ_HEAD(name, type) \
    struct name { struct type *tqh_first, **tqh_last; }
#define TAILQ_HEAD_INITIALIZER(head) {0, &(head).tqh_first}
#define TAILQ_ENTRY(type) \
    struct { struct type *tqe_next, **tqe_prev; }

#define TAILQ_FIRST(head) ((head)->tqh_first)
#define TAILQ_EMPTY(head) (TAILQ_FIRST(head) == 0)
#define TAILQ_NEXT(element, field) ((element)->field.tqe_next)
#define TAILQ_LAST(head, name) (*((struct name *)((head)->tqh_last))->tqh_last)
#define TAILQ_PREV(element, name, field) (*((struct name *)((element)->field.tqe_prev))->tqh_last)
#define TAILQ_INIT(head) __QUEUE_DO(TAILQ_FIRST(head) = 0; (head)->tqh_last = &TAILQ_FIRST(head);)
#define TAILQ_FOREACH(element, head, field) \
    for ((element) = TAILQ_FIRST(head); (element) != 0; (element) = TAILQ_NEXT(element, field))
#define TAILQ_FOREACH_REVERSE(element, head, name, field) \
    for ((element) = TAILQ_LAST(head, name); (element) != 0; (element) = TAILQ_PREV(element, name, field))
#define TAILQ_FOREACH_SAFE(element, head, field, next) \
    for ((element) = TAILQ_FIRST(head); (element) != 0 && ((next) = TAILQ_NEXT(element, field), 1); (element) = (next))
/* The element's next is set: makes the element behind it point back to it. */
#define __TAILQ_BACK(head, element, field) \
    if (TAILQ_NEXT(element, field) != 0) \
        TAILQ_NEXT(element, field)->field.tqe_prev = &TAILQ_NEXT(element, field); \
    else \
        (head)->tqh_last = &TAILQ_NEXT(element, field);
#define TAILQ_INSERT_HEAD(head, element, field) \
    __QUEUE_DO( \
        TAILQ_NEXT(element, field) = TAILQ_FIRST(head); \
        __TAILQ_BACK(head, element, field) \
        TAILQ_FIRST(head) = (element); \
        (element)->field.tqe_prev = &TAILQ_FIRST(head);)
#define TAILQ_INSERT_TAIL(head, element, field) \
    __QUEUE_DO( \
        TAILQ_NEXT(element, field) = 0; \
        (element)->field.tqe_prev = (head)->tqh_last; \
        *(head)->tqh_last = (element); \
        (head)->tqh_last = &TAILQ_NEXT(element, field);)
#define TAILQ_INSERT_AFTER(head, before, element, field) \
    __QUEUE_DO( \
        TAILQ_NEXT(element, field) = TAILQ_NEXT(before, field); \
        __TAILQ_BACK(head, element, field) \
        TAILQ_NEXT(before, field) = (element); \
        (element)->field.tqe_prev = &TAILQ_NEXT(before, field);)
#define TAILQ_INSERT_BEFORE(after, element, field) \
    __QUEUE_DO( \
        (element)->field.tqe_prev = (after)->field.tqe_prev; \
        TAILQ_NEXT(element, field) = (after); \
        *(after)->field.tqe_prev = (element); \
        (after)->field.tqe_prev = &TAILQ_NEXT(element, field);)
#define TAILQ_REMOVE(head, element, field) \
    __QUEUE_DO( \
        if (TAILQ_NEXT(element, field) != 0) \
            TAILQ_NEXT(element, field)->field.tqe_prev = (element)->field.tqe_prev; \
        else \
            (head)->tqh_last = (element)->field.tqe_prev; \
        *(element)->field.tqe_prev = TAILQ_NEXT(element, field);)
#define TAILQ_REPLACE(head, element, other, field) \
    __QUEUE_DO( \
        TAILQ_NEXT(other, field) = TAILQ_NEXT(element, field); \
        __TAILQ_BACK(head, other, field) \
        (other)->field.tqe_prev = (element)->field.tqe_prev; \
        *(other)->field.tqe_prev = (other);)
#define TAILQ_CONCAT(first, second, field) \
    __QUEUE_DO( \
        if (!TAILQ_EMPTY(second)) { \
            *(first)->tqh_last = TAILQ_FIRST(second); \
            TAILQ_FIRST(second)->field.tqe_prev = (first)->tqh_last; \
            (first)->tqh_last = (second)->tqh_last; \
            TAILQ_INIT(second); \
        })

#endif
