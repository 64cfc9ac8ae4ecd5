/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* driver CONNECTION: what libpq does that PostgreSQL's own programs leave out, each step a line. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libpq-fe.h"

enum { crowd = 16, copied = 100000 };

static void check(int good, const char *what, PGconn *conn)
{
    if (good)
        return;
    printf("%s: %s\n", what, PQerrorMessage(conn));
    exit(1);
}

static void wait_for(PGconn *conn, short events)
{
    struct pollfd one = {PQsocket(conn), events, 0};
    check(poll(&one, 1, 10000) == 1, "poll", conn);
}

/* A connection made step by step, none of which blocks; counts the waits for each direction. */
static PGconn *start(const char *where, int *reads, int *writes)
{
    PGconn *conn = PQconnectStart(where);
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (conn && PQstatus(conn) != CONNECTION_BAD && next != PGRES_POLLING_OK && next != PGRES_POLLING_FAILED) {
        wait_for(conn, next == PGRES_POLLING_READING ? POLLIN : POLLOUT);
        ++*(next == PGRES_POLLING_READING ? reads : writes);
        next = PQconnectPoll(conn);
    }
    return conn;
}

static PGresult *result(PGconn *conn)
{
    while (PQisBusy(conn)) {
        wait_for(conn, POLLIN);
        check(PQconsumeInput(conn), "PQconsumeInput", conn);
    }
    return PQgetResult(conn);
}

static void finish(PGconn *conn)
{
    PGresult *last;
    while ((last = result(conn)))
        PQclear(last);
}

static void flush(PGconn *conn)
{
    int left;
    while ((left = PQflush(conn)) == 1) {
        struct pollfd one = {PQsocket(conn), POLLIN | POLLOUT, 0};
        check(poll(&one, 1, 10000) == 1, "poll", conn);
        if (one.revents & POLLIN)
            check(PQconsumeInput(conn), "PQconsumeInput", conn);
    }
    check(left == 0, "PQflush", conn);
}

static void ask(PGconn *conn, const char *query)
{
    PGresult *answer;
    check(PQsendQuery(conn, query), query, conn);
    flush(conn);
    answer = result(conn);
    if (PQresultStatus(answer) == PGRES_TUPLES_OK)
        printf("%s: %s\n", query, PQgetvalue(answer, 0, 0));
    else
        printf("%s: %s %s\n", query, PQresStatus(PQresultStatus(answer)), PQresultErrorMessage(answer));
    PQclear(answer);
    finish(conn);
}

static void copy_in(PGconn *conn)
{
    char line[64];
    PQclear(PQexec(conn, "TRUNCATE lines"));
    PQclear(PQexec(conn, "COPY lines FROM STDIN"));
    for (int i = 0; i < copied; i++) {
        int length = snprintf(line, sizeof line, "%d\tline number %d\n", i, i), put;
        while ((put = PQputCopyData(conn, line, length)) == 0)
            flush(conn);
        check(put == 1, "PQputCopyData", conn);
    }
    check(PQputCopyEnd(conn, NULL) == 1, "PQputCopyEnd", conn);
    flush(conn);
    finish(conn);
    ask(conn, "SELECT count(*) || ' ' || md5(string_agg(line, ',' ORDER BY number)) FROM lines");
}

static void row_by_row(PGconn *conn)
{
    unsigned sum = 0, seen = 0;
    PGresult *row;
    PQsendQuery(conn, "SELECT number, line FROM lines ORDER BY number LIMIT 50000");
    PQsetSingleRowMode(conn);
    flush(conn);
    while ((row = result(conn))) {
        for (int i = 0; i < PQntuples(row); i++, seen++)
            for (const char *at = PQgetvalue(row, i, 1); *at; at++)
                sum = sum * 31 + (unsigned char)*at;
        PQclear(row);
    }
    printf("row by row: %u rows, sum %u\n", seen, sum);
}

static void large_value(PGconn *conn)
{
    unsigned sum = 0;
    PGresult *answer = PQexec(conn, "SELECT string_agg(md5(i::text), '') FROM generate_series(1, 8 * 32768) i");
    const char *value = PQgetvalue(answer, 0, 0);
    for (int i = 0; i < PQgetlength(answer, 0, 0); i++)
        sum = sum * 31 + (unsigned char)value[i];
    printf("large value: %d bytes, sum %u\n", PQgetlength(answer, 0, 0), sum);
    PQclear(answer);
}

static void cancel(PGconn *conn)
{
    char why[256] = "";
    PGcancel *request = PQgetCancel(conn);
    PGresult *answer;
    PQsendQuery(conn, "SELECT pg_sleep(20)");
    flush(conn);
    printf("cancel: %d %s\n", PQcancel(request, why, sizeof why), why);
    answer = result(conn);
    printf("cancelled: %s", PQresultErrorMessage(answer));
    PQclear(answer);
    PQfreeCancel(request);
    finish(conn);
}

static void notify(PGconn *conn, PGconn *other)
{
    PGnotify *note;
    PQclear(PQexec(conn, "LISTEN here"));
    PQclear(PQexec(other, "NOTIFY here, 'something'"));
    while (!(note = PQnotifies(conn))) {
        wait_for(conn, POLLIN);
        PQconsumeInput(conn);
    }
    printf("notified: %s %s\n", note->relname, note->extra);
    PQfreemem(note);
}

static void many(const char *where)
{
    PGconn *conns[crowd];
    int reads = 0, writes = 0, sum = 0;
    for (int i = 0; i < crowd; i++) {
        char query[64];
        conns[i] = start(where, &reads, &writes);
        check(PQstatus(conns[i]) == CONNECTION_OK, "one of many", conns[i]);
        snprintf(query, sizeof query, "SELECT %d FROM pg_sleep(0.%d)", i, 9 - i % 4);
        PQsendQuery(conns[i], query);
    }
    for (int left = crowd; left;) {
        struct pollfd all[crowd];
        for (int i = 0; i < crowd; i++)
            all[i] = (struct pollfd){conns[i] ? PQsocket(conns[i]) : -1, POLLIN, 0};
        check(poll(all, crowd, 10000) > 0, "poll", conns[0]);
        for (int i = 0; i < crowd; i++) {
            if (!all[i].revents)
                continue;
            PGresult *answer = result(conns[i]);
            sum += atoi(PQgetvalue(answer, 0, 0));
            PQclear(answer);
            PQfinish(conns[i]);
            conns[i] = NULL;
            left--;
        }
    }
    printf("many at once: sum %d\n", sum);
}

int main(int argc, char **argv)
{
    int reads = 0, writes = 0;
    const char *where = argc > 1 ? argv[1] : "";
    PGconn *conn = start(where, &reads, &writes), *other, *none;
    check(PQstatus(conn) == CONNECTION_OK, "connect", conn);
    printf("connected, waiting to read: %s, to write: %s\n", reads ? "yes" : "no", writes ? "yes" : "no");
    none = start("host=127.0.0.1 port=1 user=tester", &reads, &writes);
    printf("nobody listens: %s", PQerrorMessage(none));
    PQfinish(none);

    PQsetnonblocking(conn, 1);
    ask(conn, "SELECT 6 * 7");
    ask(conn, "SELECT 1 / 0");
    copy_in(conn);
    row_by_row(conn);
    large_value(conn);
    cancel(conn);
    other = PQconnectdb(where);
    notify(conn, other);
    many(where);
    ask(conn, "SELECT pg_terminate_backend(pg_backend_pid())");
    printf("afterwards: %d\n", PQstatus(conn));
    PQreset(conn);
    ask(conn, "SELECT 'again'");
    PQfinish(other);
    PQfinish(conn);
    return 0;
}
