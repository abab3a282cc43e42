package dev.orthant.distributed.jgroups;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// The protocols of a channel, as the XML that JGroups reads.
///
/// TCP without Nagle's delay (with it a round takes ten times as long); all members are named, by the file or by
/// DNS, so that nothing is announced to the network; a closed connection makes its member a suspect at once, silence after the time of the group file; incoming
/// messages are bounded; diagnostics, which would open a port, are off.
final class Stack {
    /// Bytes of a message on the wire: fragments are smaller.
    private static final int LARGEST_MESSAGE = 1_000_000;

    private Stack() {}

    static InputStream of(GroupFile file, int rank) {
        GroupFile.Endpoint own = file.members().get(rank);
        long detection = file.detection().toMillis();
        String xml = """
                <config xmlns="urn:org:jgroups">
                  <TCP bind_addr="%s" bind_port="%d" port_range="0" tcp_nodelay="true" sock_conn_timeout="1000"
                       max_length="%d" enable_suspect_events="true" diag.enabled="false" use_virtual_threads="true"
                       thread_pool.max_threads="64" log_discard_msgs="false" %s/>
                  %s
                  <MERGE3 min_interval="1000" max_interval="3000"/>
                  <FD_ALL3 timeout="%d" interval="%d"/>
                  <VERIFY_SUSPECT2 timeout="%d"/>
                  <BARRIER/>
                  <pbcast.NAKACK2 use_mcast_xmit="false"/>
                  <UNICAST3/>
                  <pbcast.STABLE desired_avg_gossip="5000" max_bytes="4M"/>
                  <pbcast.GMS print_local_addr="false" join_timeout="%d" max_join_attempts="3" view_ack_collection_timeout="1000"
                              leave_timeout="500" merge_timeout="2000" log_collect_msgs="false" log_view_warnings="false"/>
                  <UFC max_credits="8M" min_threshold="0.4"/>
                  <MFC max_credits="8M" min_threshold="0.4"/>
                  <FRAG4 frag_size="60000"/>
                </config>
                """.formatted(
                        escaped(own.host()),
                        own.port(),
                        LARGEST_MESSAGE,
                        file.encryption().map(Stack::tls).orElse(""),
                        file.discovery().map(Stack::dns).orElseGet(() -> named(file)),
                        detection,
                        Math.max(100, detection / 4),
                        Math.min(1000, Math.max(200, detection / 4)),
                        Math.min(2000, Math.max(200, detection / 4)));
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String named(GroupFile file) {
        String hosts = file.members().stream().map(Object::toString).collect(Collectors.joining(","));
        return "<TCPPING initial_hosts=\"" + escaped(hosts) + "\" port_range=\"0\" send_cache_on_join=\"true\"/>";
    }

    /// Asks for the addresses again whenever somebody is to be found; ports are those of the transport.
    private static String dns(GroupFile.Dns dns) {
        String server = dns.server().isEmpty() ? "" : " dns_address=\"" + escaped(dns.server()) + "\"";
        return "<dns.DNS_PING dns_query=\"" + escaped(dns.name()) + "\" dns_record_type=\"A\"" + server + "/>";
    }

    /// Both sides must show a certificate of the trust store.
    private static String tls(GroupFile.Keys keys) {
        return """
                tls.enabled="true" tls.client_auth="NEED" tls.protocols="TLSv1.3"
                tls.keystore_path="%s" tls.keystore_type="PKCS12" tls.keystore_password="%s"
                tls.truststore_path="%s" tls.truststore_type="PKCS12" tls.truststore_password="%s"
                """.formatted(
                        escaped(keys.keystore().toString()),
                        escaped(keys.password()),
                        escaped(keys.truststore().toString()),
                        escaped(keys.password()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
