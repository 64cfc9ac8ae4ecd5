/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
// A client in C++ with its library.
#include <cerrno>
#include <iostream>
#include <memory>
#include <netdb.h>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <vector>

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv, argv + argc);
    addrinfo hints = {}, *found;
    hints.ai_socktype = SOCK_STREAM;
    if (arguments.size() != 4 || getaddrinfo(argv[1], argv[2], &hints, &found) != 0)
        return 2;
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> to(found, freeaddrinfo);
    const int fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
    if (connect(fd, to->ai_addr, to->ai_addrlen) == -1) {
        std::cerr << std::generic_category().message(errno) << "\n";
        return 1;
    }
    const std::string line = arguments[3] + "\n";
    std::string answer(100, '\0');
    if (send(fd, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
        return 1;
    const ssize_t len = recv(fd, answer.data(), answer.size(), 0);
    std::cout << answer.substr(0, len > 0 ? len : 0);
    close(fd);
    return 0;
}
