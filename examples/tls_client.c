/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* tls_client HOST PORT CERTIFICATES: asks for / by HTTPS and prints the answer, over mbedTLS 2.28. The server's
   certificate has to be for HOST and signed by one of the file CERTIFICATES. */
#include <errno.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/ssl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* mbedTLS' only wish that is not POSIX's: random bytes, at most 256 at once. */
int mbedtls_hardware_poll(void *unused, unsigned char *output, size_t len, size_t *got)
{
    (void)unused;
    *got = len < 256 ? len : 256;
    return getentropy(output, *got) == 0 ? 0 : MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
}

static void check(const char *what, int result)
{
    if (result >= 0)
        return;
    char text[200];
    mbedtls_strerror(result, text, sizeof text);
    fprintf(stderr, "%s: %s\n", what, text);
    exit(1);
}

static int connect_to(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses;
    int error = getaddrinfo(host, port, &hints, &addresses), fd = -1;
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
        exit(1);
    }
    for (struct addrinfo *to = addresses; to != NULL && fd == -1; to = to->ai_next) {
        fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
        if (fd != -1 && connect(fd, to->ai_addr, to->ai_addrlen) == -1) {
            close(fd);
            fd = -1;
        }
    }
    if (fd == -1) {
        perror(host);
        exit(1);
    }
    freeaddrinfo(addresses);
    return fd;
}

static int send_some(void *fd, const unsigned char *data, size_t len)
{
    ssize_t sent = send(*(int *)fd, data, len, 0);
    return sent >= 0 ? (int)sent : errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_WRITE : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

static int receive_some(void *fd, unsigned char *room, size_t len)
{
    ssize_t got = recv(*(int *)fd, room, len, 0);
    return got >= 0 ? (int)got : errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_SSL_CONN_EOF;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: tls_client HOST PORT CERTIFICATES\n");
        return 2;
    }
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_x509_crt trusted;
    mbedtls_ssl_config config;
    mbedtls_ssl_context tls;
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_x509_crt_init(&trusted);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&tls);

    check("random numbers", mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0));
    check(argv[3], mbedtls_x509_crt_parse_file(&trusted, argv[3]));
    check("configuration", mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                                       MBEDTLS_SSL_PRESET_DEFAULT));
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    mbedtls_ssl_conf_ca_chain(&config, &trusted, NULL);
    check("configuration", mbedtls_ssl_setup(&tls, &config));
    check("name", mbedtls_ssl_set_hostname(&tls, argv[1]));

    int fd = connect_to(argv[1], argv[2]);
    mbedtls_ssl_set_bio(&tls, &fd, send_some, receive_some, NULL);
    check("handshake", mbedtls_ssl_handshake(&tls));
    fprintf(stderr, "%s, %s\n", mbedtls_ssl_get_version(&tls), mbedtls_ssl_get_ciphersuite(&tls));

    char text[1024];
    int len = snprintf(text, sizeof text, "GET / HTTP/1.0\r\nHost: %s\r\n\r\n", argv[1]);
    check("send", mbedtls_ssl_write(&tls, (unsigned char *)text, len));
    while ((len = mbedtls_ssl_read(&tls, (unsigned char *)text, sizeof text)) > 0)
        fwrite(text, 1, len, stdout);
    if (len != 0 && len != MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY)
        check("recv", len);
    mbedtls_ssl_close_notify(&tls);
    close(fd);
    return 0;
}
