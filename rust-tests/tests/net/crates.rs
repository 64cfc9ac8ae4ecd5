// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Crates that were not written for this one, as their registry has them: they talk to real servers, as modules on the
//! reference host and as components on wasmtime.

use std::fs;

use rust_tests::{DIALECTS, Dialect, Peer, Result, Role, Verdict, example, trying};

use crate::guest::output;
use crate::server::{Server, folder, free_port, openssl, start, write};

/// A dialect whose sockets are descriptors of the host, and one whose programs are components.
const WAMR: Dialect = DIALECTS[0];
const WASI_SOCKETS: Dialect = DIALECTS[8];
const BOTH: [Dialect; 2] = [WAMR, WASI_SOCKETS];

fn must_be(found: &str, wanted: &str) -> Result<()> {
    if found == wanted { Ok(()) } else { Err(format!("it printed {found:?}, not {wanted:?}")) }
}

/// mosquitto, with MQTT at the first port and WebSocket at the second.
fn broker(name: &str) -> Result<(Server, [u16; 2])> {
    let (folder, ports) = (folder(name)?, [free_port()?, free_port()?]);
    let [mqtt, websocket] = ports;
    let config = format!(
        "persistence false\nlistener {mqtt} 127.0.0.1\nallow_anonymous true\n\
         listener {websocket} 127.0.0.1\nprotocol websockets\n"
    );
    write(&folder, "mosquitto.conf", &config)?;
    Ok((start("mosquitto", &["-c", "mosquitto.conf"], &folder, &ports)?, ports))
}

#[test]
fn a_client_without_std_talks_to_an_echo_server() -> Verdict {
    let peer = Peer::start(Role::Echo)?;
    let port = peer.env()?.into_iter().next().ok_or_else(|| "no port".to_owned())?.1;
    for dialect in BOTH {
        let client = example("no-std", "client", dialect)?;
        must_be(&output(dialect, &client, std::slice::from_ref(&port), None)?, "hello\n")?;
    }
    Ok(())
}

#[test]
fn minimq_publishes_and_receives_through_mosquitto() -> Verdict {
    let (_broker, [port, _]) = broker("mqtt")?;
    for dialect in BOTH {
        let client = example("no-std", "mqtt", dialect)?;
        must_be(&output(dialect, &client, &[port.to_string()], None)?, "wasock/echo: hello\n")?;
    }
    Ok(())
}

#[test]
fn tungstenite_speaks_websocket_with_mosquitto() -> Verdict {
    let (_broker, [_, port]) = broker("websocket")?;
    for dialect in BOTH {
        let answer = output(dialect, &example("std", "websocket", dialect)?, &[port.to_string()], None)?;
        must_be(&answer, "101 Switching Protocols\nBinary(b\" \\x02\\0\\0\")\n")?;
    }
    Ok(())
}

/// `openssl s_server` that sends each line back reversed; its folder has `ca.der`, which signed its certificate, and
/// `other.der`, which did not.
fn tls_server(name: &str) -> Result<(Server, u16)> {
    let (folder, port) = (folder(name)?, free_port()?);
    const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    for ca in ["ca", "other"] {
        openssl(&folder, &format!("req -x509 {KEY} -keyout {ca}.key -out {ca}.pem -days 2 -subj /CN={ca}"))?;
        openssl(&folder, &format!("x509 -in {ca}.pem -outform der -out {ca}.der"))?;
    }
    openssl(&folder, &format!("req {KEY} -keyout key.pem -out csr.pem -subj /CN=localhost"))?;
    openssl(&folder, "x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem")?;
    let address = format!("127.0.0.1:{port}");
    let args = ["s_server", "-accept", &address, "-cert", "cert.pem", "-key", "key.pem", "-tls1_3", "-rev", "-quiet"];
    Ok((start("openssl", &args, &folder, &[port])?, port))
}

#[test]
fn embedded_tls_talks_to_openssl_and_checks_its_certificate() -> Verdict {
    let (server, port) = tls_server("tls")?;
    for dialect in BOTH {
        let client = example("no-std", "tls", dialect)?;
        let tls = |ca| output(dialect, &client, &[port.to_string()], Some(&server.folder.join(ca)));
        must_be(&tls("ca.der")?, "olleh\n")?;
        match tls("other.der") {
            Err(why) if why.contains("InvalidCertificate") || why.contains("InvalidSignature") => {}
            other => return Err(format!("{dialect}, with another authority: {other:?}").into()),
        }
    }
    Ok(())
}

/// nginx, which notes the connection of each request.
fn web_server(name: &str) -> Result<(Server, u16)> {
    let (folder, port) = (folder(name)?, free_port()?);
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {};\n", folder.join(kind).display()))
        .concat();
    let config = format!(
        "daemon off;\nmaster_process off;\npid pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}\
         log_format connection '$connection $request';\naccess_log access connection;\n\
         server {{\nlisten 127.0.0.1:{port};\nroot {};\n}}\n}}\n",
        folder.display()
    );
    write(&folder, "nginx.conf", &config)?;
    write(&folder, "page.txt", "a page\n")?;
    let prefix = folder.display().to_string();
    Ok((start("nginx", &["-p", &prefix, "-c", "nginx.conf", "-e", "stderr"], &folder, &[port])?, port))
}

/// Gets a page twice, over one connection, and a page that does not exist.
fn get_pages(dialect: Dialect) -> Result<()> {
    let (server, port) = web_server(&format!("http-{dialect}"))?;
    let http = example("std", "http", dialect)?;
    let get = |page| output(dialect, &http, &[format!("http://127.0.0.1:{port}/{page}")], None);
    must_be(&get("page.txt")?, "200 OK\na page\n200 OK\na page\n")?;
    let log = trying("nginx's log", fs::read_to_string(server.folder.join("access")))?;
    let connections: Vec<_> = log.lines().filter_map(|line| line.split(' ').next()).collect();
    if connections.len() != 2 || connections.first() != connections.last() {
        return Err(format!("{dialect}: the requests came over the connections {connections:?}"));
    }
    match get("none") {
        Err(why) if why.contains("404") => Ok(()),
        other => Err(format!("{dialect}, a page that is not there: {other:?}")),
    }
}

#[test]
fn ureq_gets_pages_from_nginx_over_one_connection() -> Verdict {
    for dialect in BOTH {
        get_pages(dialect)?;
    }
    Ok(())
}

/// What the standard library's stream does with a descriptor of a dialect's.
fn std_net(dialect: Dialect) -> Result<String> {
    let peer = Peer::start(Role::Echo)?;
    let port = peer.env()?.into_iter().next().ok_or("no port")?.1;
    output(dialect, &example("std", "std-net", dialect)?, &[port], None)
}

#[test]
fn the_streams_of_std_take_descriptors_that_are_the_hosts() -> Verdict {
    let all = "read and write: hello\nset_nonblocking: true\nnothing yet: Err(WouldBlock)\nshutdown: true\n\
               peer_addr: Err(Unsupported)\n";
    must_be(&std_net(WAMR)?, all)?;
    match std_net(WASI_SOCKETS) {
        Err(why) if why.contains("Bad file descriptor") => Ok(()),
        other => Err(format!("with a number of the library's own: {other:?}").into()),
    }
}
