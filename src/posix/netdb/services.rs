// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The services that programs ask for by name: those of Debian's `/etc/services`, in its order.

use core::ffi::CStr;

use crate::posix::netdb::table::{self, Line};

/// A service over one protocol.
#[derive(Clone, Copy)]
pub(super) struct Service {
    /// Its line in the table.
    pub line: Line,
    /// The name of the protocol.
    pub protocol: &'static CStr,
}

impl Service {
    /// The port; every number in the table is one.
    pub fn port(&self) -> u16 {
        self.line.number as u16
    }
}

/// All services, a protocol at a time.
pub(super) fn all() -> impl Iterator<Item = Service> {
    table::lines(SERVICES)
        .flat_map(|line| line.letters.iter().map(move |letter| Service { line, protocol: protocol(*letter) }))
}

/// The first service of this name or alias, over `protocol` or any.
pub(super) fn by_name(name: &[u8], protocol: Option<&CStr>) -> Option<Service> {
    all().find(|service| service.line.is_called(name) && is_over(service, protocol))
}

/// The first service on this port, over `protocol` or any.
pub(super) fn by_port(port: u16, protocol: Option<&CStr>) -> Option<Service> {
    all().find(|service| service.port() == port && is_over(service, protocol))
}

fn is_over(service: &Service, protocol: Option<&CStr>) -> bool {
    protocol.is_none_or(|protocol| protocol == service.protocol)
}

fn protocol(letter: u8) -> &'static CStr {
    match letter {
        b't' => c"tcp",
        b'u' => c"udp",
        b's' => c"sctp",
        _ => c"ddp",
    }
}

/// A name, the port with the first letters of its protocols, aliases.
const SERVICES: &str = "\
tcpmux 1t\n\
echo 7tu\n\
discard 9tu sink null\n\
systat 11t users\n\
daytime 13tu\n\
netstat 15t\n\
qotd 17t quote\n\
chargen 19tu ttytst source\n\
ftp-data 20t\n\
ftp 21t\n\
fsp 21u fspd\n\
ssh 22t\n\
telnet 23t\n\
smtp 25t mail\n\
time 37tu timserver\n\
whois 43t nicname\n\
tacacs 49tu\n\
domain 53tu\n\
bootps 67u\n\
bootpc 68u\n\
tftp 69u\n\
gopher 70t\n\
finger 79t\n\
http 80t www\n\
kerberos 88tu kerberos5 krb5 kerberos-sec\n\
iso-tsap 102t tsap\n\
acr-nema 104t dicom\n\
pop3 110t pop-3\n\
sunrpc 111tu portmapper\n\
auth 113t authentication tap ident\n\
nntp 119t readnews untp\n\
ntp 123u\n\
epmap 135t loc-srv\n\
netbios-ns 137u\n\
netbios-dgm 138u\n\
netbios-ssn 139t\n\
imap2 143t imap\n\
snmp 161tu\n\
snmp-trap 162tu snmptrap\n\
cmip-man 163tu\n\
cmip-agent 164tu\n\
mailq 174t\n\
xdmcp 177u\n\
bgp 179t\n\
smux 199t\n\
qmtp 209t\n\
z3950 210t wais\n\
ipx 213u\n\
ptp-event 319u\n\
ptp-general 320u\n\
pawserv 345t\n\
zserv 346t\n\
rpc2portmap 369tu\n\
codaauth2 370tu\n\
clearcase 371u Clearcase\n\
ldap 389tu\n\
svrloc 427tu\n\
https 443tu\n\
snpp 444t\n\
microsoft-ds 445t\n\
kpasswd 464tu\n\
submissions 465t ssmtp smtps urd\n\
saft 487t\n\
isakmp 500u\n\
rtsp 554tu\n\
nqs 607t\n\
asf-rmcp 623u\n\
qmqp 628t\n\
ipp 631t\n\
ldp 646tu\n\
exec 512t\n\
biff 512u comsat\n\
login 513t\n\
who 513u whod\n\
shell 514t cmd syslog\n\
syslog 514u\n\
printer 515t spooler\n\
talk 517u\n\
ntalk 518u\n\
route 520u router routed\n\
gdomap 538tu\n\
uucp 540t uucpd\n\
klogin 543t\n\
kshell 544t krcmd\n\
dhcpv6-client 546u\n\
dhcpv6-server 547u\n\
afpovertcp 548t\n\
nntps 563t snntp\n\
submission 587t\n\
ldaps 636tu\n\
tinc 655tu\n\
silc 706t\n\
kerberos-adm 749t\n\
domain-s 853tu\n\
rsync 873t\n\
ftps-data 989t\n\
ftps 990t\n\
telnets 992t\n\
imaps 993t\n\
pop3s 995t\n\
socks 1080t\n\
proofd 1093t\n\
rootd 1094t\n\
openvpn 1194tu\n\
rmiregistry 1099t\n\
lotusnote 1352t lotusnotes\n\
ms-sql-s 1433t\n\
ms-sql-m 1434u\n\
ingreslock 1524t\n\
datametrics 1645tu old-radius\n\
sa-msg-port 1646tu old-radacct\n\
kermit 1649t\n\
groupwise 1677t\n\
l2f 1701u l2tp\n\
radius 1812tu\n\
radius-acct 1813tu radacct\n\
cisco-sccp 2000t\n\
nfs 2049tu\n\
gnunet 2086tu\n\
rtcm-sc104 2101tu\n\
gsigatekeeper 2119t\n\
gris 2135t\n\
cvspserver 2401t\n\
venus 2430tu\n\
venus-se 2431tu\n\
codasrv 2432tu\n\
codasrv-se 2433tu\n\
mon 2583tu\n\
dict 2628t\n\
f5-globalsite 2792t\n\
gsiftp 2811t\n\
gpsd 2947t\n\
gds-db 3050t gds_db\n\
icpv2 3130u icp\n\
isns 3205tu\n\
iscsi-target 3260t\n\
mysql 3306t\n\
ms-wbt-server 3389t\n\
nut 3493tu\n\
distcc 3632t\n\
daap 3689t\n\
svn 3690t subversion\n\
suucp 4031t\n\
sysrqd 4094t\n\
sieve 4190t\n\
epmd 4369t\n\
remctl 4373t\n\
f5-iquery 4353t\n\
ntske 4460t\n\
ipsec-nat-t 4500u\n\
iax 4569u\n\
mtn 4691t\n\
radmin-port 4899t\n\
sip 5060tu\n\
sip-tls 5061tu\n\
xmpp-client 5222t jabber-client\n\
xmpp-server 5269t jabber-server\n\
cfengine 5308t\n\
mdns 5353u\n\
postgresql 5432t postgres\n\
freeciv 5556t rptp\n\
amqps 5671t\n\
amqp 5672ts\n\
x11 6000t x11-0\n\
x11-1 6001t\n\
x11-2 6002t\n\
x11-3 6003t\n\
x11-4 6004t\n\
x11-5 6005t\n\
x11-6 6006t\n\
x11-7 6007t\n\
gnutella-svc 6346tu\n\
gnutella-rtr 6347tu\n\
redis 6379t\n\
sge-qmaster 6444t sge_qmaster\n\
sge-execd 6445t sge_execd\n\
mysql-proxy 6446t\n\
babel 6696u\n\
ircs-u 6697t\n\
bbs 7000t\n\
afs3-fileserver 7000u\n\
afs3-callback 7001u\n\
afs3-prserver 7002u\n\
afs3-vlserver 7003u\n\
afs3-kaserver 7004u\n\
afs3-volser 7005u\n\
afs3-bos 7007u\n\
afs3-update 7008u\n\
afs3-rmtsys 7009u\n\
font-service 7100t xfs\n\
http-alt 8080t webcache\n\
puppet 8140t\n\
bacula-dir 9101t\n\
bacula-fd 9102t\n\
bacula-sd 9103t\n\
xmms2 9667t\n\
nbd 10809t\n\
zabbix-agent 10050t\n\
zabbix-trapper 10051t\n\
amanda 10080t\n\
dicom 11112t\n\
hkp 11371t\n\
db-lsp 17500t\n\
dcap 22125t\n\
gsidcap 22128t\n\
wnn6 22273t\n\
rtmp 1d\n\
nbp 2d\n\
echo 4d\n\
zip 6d\n\
kerberos4 750ut kerberos-iv kdc\n\
kerberos-master 751u kerberos_master\n\
kerberos-master 751t\n\
passwd-server 752u passwd_server\n\
krb-prop 754t krb_prop krb5_prop hprop\n\
zephyr-srv 2102u\n\
zephyr-clt 2103u\n\
zephyr-hm 2104u\n\
iprop 2121t\n\
supfilesrv 871t\n\
supfiledbg 1127t\n\
poppassd 106t\n\
moira-db 775t moira_db\n\
moira-update 777t moira_update\n\
moira-ureg 779u moira_ureg\n\
spamd 783t\n\
skkserv 1178t\n\
predict 1210u\n\
rmtcfg 1236t\n\
xtel 1313t\n\
xtelw 1314t\n\
zebrasrv 2600t\n\
zebra 2601t\n\
ripd 2602t\n\
ripngd 2603t\n\
ospfd 2604t\n\
bgpd 2605t\n\
ospf6d 2606t\n\
ospfapi 2607t\n\
isisd 2608t\n\
fax 4557t\n\
hylafax 4559t\n\
munin 4949t lrrd\n\
rplay 5555u\n\
nrpe 5666t\n\
nsca 5667t\n\
canna 5680t\n\
syslog-tls 6514t\n\
sane-port 6566t sane saned\n\
ircd 6667t\n\
zope-ftp 8021t\n\
tproxy 8081t\n\
omniorb 8088t\n\
clc-build-daemon 8990t\n\
xinetd 9098t\n\
git 9418t\n\
zope 9673t\n\
webmin 10000t\n\
kamanda 10081t\n\
amandaidx 10082t\n\
amidxtape 10083t\n\
sgi-cmsd 17001u\n\
sgi-crsd 17002u\n\
sgi-gcd 17003u\n\
sgi-cad 17004t\n\
binkp 24554t\n\
asp 27374tu\n\
csync2 30865t\n\
dircproxy 57000t\n\
tfido 60177t\n\
fido 60179t";
