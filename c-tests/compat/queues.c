// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* BSD's lists of <sys/queue.h>. */
#include "../observe.h"
#include <sys/queue.h>

struct item {
    int value;
    LIST_ENTRY(item) in_list;
    SLIST_ENTRY(item) in_slist;
    TAILQ_ENTRY(item) in_tailq;
    STAILQ_ENTRY(item) in_stailq;
};

LIST_HEAD(list, item);
SLIST_HEAD(slist, item);
TAILQ_HEAD(tailq, item);
STAILQ_HEAD(stailq, item);

int main(void)
{
    struct item items[4] = {{.value = 0}, {.value = 1}, {.value = 2}, {.value = 3}}, *one;
    struct list list = LIST_HEAD_INITIALIZER(list);
    struct slist slist = SLIST_HEAD_INITIALIZER(slist);
    struct tailq tailq = TAILQ_HEAD_INITIALIZER(tailq);
    struct stailq stailq = STAILQ_HEAD_INITIALIZER(stailq);
    show_yes("empty", LIST_EMPTY(&list) && SLIST_EMPTY(&slist) && TAILQ_EMPTY(&tailq) && STAILQ_EMPTY(&stailq));
    LIST_INSERT_HEAD(&list, &items[0], in_list);
    LIST_INSERT_AFTER(&items[0], &items[2], in_list);
    LIST_INSERT_BEFORE(&items[2], &items[1], in_list);
    SLIST_INSERT_HEAD(&slist, &items[2], in_slist);
    SLIST_INSERT_HEAD(&slist, &items[0], in_slist);
    SLIST_INSERT_AFTER(&items[0], &items[1], in_slist);
    TAILQ_INSERT_TAIL(&tailq, &items[1], in_tailq);
    TAILQ_INSERT_HEAD(&tailq, &items[0], in_tailq);
    TAILQ_INSERT_AFTER(&tailq, &items[1], &items[3], in_tailq);
    TAILQ_INSERT_BEFORE(&items[3], &items[2], in_tailq);
    STAILQ_INSERT_TAIL(&stailq, &items[1], in_stailq);
    STAILQ_INSERT_HEAD(&stailq, &items[0], in_stailq);
    STAILQ_INSERT_AFTER(&stailq, &items[1], &items[2], in_stailq);
    LIST_FOREACH(one, &list, in_list) show_int("list", one->value);
    SLIST_FOREACH(one, &slist, in_slist) show_int("slist", one->value);
    TAILQ_FOREACH(one, &tailq, in_tailq) show_int("tailq", one->value);
    TAILQ_FOREACH_REVERSE(one, &tailq, tailq, in_tailq) show_int("tailq back", one->value);
    STAILQ_FOREACH(one, &stailq, in_stailq) show_int("stailq", one->value);
    show("ends", "%d %d", TAILQ_FIRST(&tailq)->value, TAILQ_LAST(&tailq, tailq)->value);
    LIST_REMOVE(&items[1], in_list);
    SLIST_REMOVE(&slist, &items[1], item, in_slist);
    SLIST_REMOVE_HEAD(&slist, in_slist);
    TAILQ_REMOVE(&tailq, &items[3], in_tailq);
    STAILQ_REMOVE(&stailq, &items[2], item, in_stailq);
    STAILQ_REMOVE_HEAD(&stailq, in_stailq);
    LIST_FOREACH(one, &list, in_list) show_int("list", one->value);
    SLIST_FOREACH(one, &slist, in_slist) show_int("slist", one->value);
    TAILQ_FOREACH(one, &tailq, in_tailq) show_int("tailq", one->value);
    STAILQ_FOREACH(one, &stailq, in_stailq) show_int("stailq", one->value);
    show_int("next", TAILQ_NEXT(&items[0], in_tailq)->value);
    show_int("previous", TAILQ_PREV(&items[1], tailq, in_tailq)->value);
    return 0;
}
