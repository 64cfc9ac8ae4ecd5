/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* http_server PORT DIRECTORY [REQUESTS]: serves the files of a directory by HTTP; with port 0 on a free port, and with a
   number of requests until that many are served. The host has to give the directory: wasock-run --dir=DIRECTORY. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ROOM = 4096 };

static int listen_on(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) == -1 || listen(fd, 16) == -1 ||
        getsockname(fd, (struct sockaddr *)&address, &len) == -1) {
        perror("listen");
        exit(1);
    }
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* Reads up to the empty line that ends the head of a request. Returns 0 if it does not come, or is too long. */
static int read_head(int fd, char *head)
{
    size_t have = 0;
    while (have < ROOM - 1) {
        ssize_t got = recv(fd, head + have, ROOM - 1 - have, 0);
        if (got <= 0)
            return 0;
        have += (size_t)got;
        head[have] = 0;
        if (strstr(head, "\r\n\r\n") != NULL)
            return 1;
    }
    return 0;
}

/* Opens the file that a request asks for. No path leads out of the directory. */
static FILE *open_file(const char *directory, const char *path)
{
    char name[ROOM];
    int length = snprintf(name, sizeof name, "%s%s%s", directory, path, path[strlen(path) - 1] == '/' ? "index.html" : "");
    if (strstr(path, "..") != NULL || length >= (int)sizeof name) {
        errno = ENOENT;
        return NULL;
    }
    return fopen(name, "rb");
}

static void answer(FILE *to, const char *status, const char *body)
{
    fprintf(to, "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s", status, strlen(body), body);
}

static void serve(FILE *client, const char *head, const char *directory)
{
    char path[ROOM] = "/", data[ROOM];
    if (strncmp(head, "GET /", 5) != 0) {
        answer(client, "405 Method Not Allowed", "only GET\n");
        return;
    }
    sscanf(head, "GET /%4000[^ ?\r\n]", path + 1);
    FILE *file = open_file(directory, path);
    if (file == NULL) {
        answer(client, "404 Not Found", "no such file\n");
        return;
    }
    /* The end of the connection is the end of the file. */
    fprintf(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    for (size_t got; (got = fread(data, 1, sizeof data, file)) > 0;)
        fwrite(data, 1, got, client);
    fclose(file);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: http_server PORT DIRECTORY [REQUESTS]\n");
        return 2;
    }
    char head[ROOM];
    int listener = listen_on(argv[1]);
    for (long left = argc > 3 ? atol(argv[3]) : -1; left != 0; left -= left > 0) {
        int fd = accept(listener, NULL, NULL);
        if (fd == -1) {
            perror("accept");
            return 1;
        }
        /* A client that says nothing does not stop the others for long. */
        struct timeval patience = {.tv_sec = 5};
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        FILE *client = fdopen(fd, "w");
        if (client == NULL) {
            perror("fdopen");
            return 1;
        }
        if (read_head(fd, head))
            serve(client, head, argv[2]);
        fclose(client);
    }
    return 0;
}
