package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.distributed.jgroups.GroupFile.Dns;
import dev.orthant.distributed.jgroups.GroupFile.Endpoint;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Members that know each other by one name only, as in a headless service: the test is the name's server.
@EnabledOnOs(OS.LINUX) // where 127.0.0.2 is this machine too
class DnsDiscoveryTest {
    private static final int SIZE = 3;
    private static final String NAME = "votes.test";

    @Test
    void membersFindEachOtherByOneName() throws Exception {
        // The socket is closed first, which ends the thread that answers.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answer(socket));
            int port = TestGroups.endpoints(1).getFirst().port();
            List<Endpoint> members = new ArrayList<>();
            for (int rank = 0; rank < SIZE; rank++) {
                members.add(new Endpoint("127.0.0." + (rank + 1), port));
            }
            Dns dns = new Dns(NAME, "127.0.0.1:" + socket.getLocalPort());
            GroupFile file = new GroupFile(
                    "test",
                    members,
                    new RoundPolicy(2, Duration.ofSeconds(5)),
                    Duration.ofSeconds(1),
                    1,
                    Optional.of(dns),
                    Optional.empty());
            List<JGroupsVoteGroup> groups = new ArrayList<>();
            List<Future<?>> joins = new ArrayList<>();
            try {
                for (int rank = 0; rank < SIZE; rank++) {
                    JGroupsVoteGroup group = JGroupsVoteGroup.connect(file, rank);
                    groups.add(group);
                    joins.add(threads.submit(() -> group.join(Duration.ofSeconds(20))));
                }
                for (Future<?> join : joins) {
                    join.get();
                }
                assertEquals(RankSet.first(SIZE), groups.getFirst().membership().ranks());
            } finally {
                groups.forEach(JGroupsVoteGroup::close);
            }
        }
    }

    /// Answers every question with the addresses of all members (RFC 1035), until the socket is closed.
    private static void answer(DatagramSocket socket) {
        byte[] bytes = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                ByteBuffer reply = ByteBuffer.allocate(512)
                        .put(bytes, 0, packet.getLength())
                        .putShort(2, (short) 0x8180) // an answer, no error
                        .putShort(6, (short) SIZE) // so many addresses
                        .putShort(10, (short) 0);
                reply.position(endOfQuestion(bytes));
                for (int rank = 0; rank < SIZE; rank++) {
                    reply.putShort((short) 0xC00C) // the name that was asked for
                            .putShort((short) 1)
                            .putShort((short) 1)
                            .putInt(1)
                            .putShort((short) 4)
                            .put(new byte[] {127, 0, 0, (byte) (rank + 1)});
                }
                socket.send(new DatagramPacket(reply.array(), reply.position(), packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static int endOfQuestion(byte[] bytes) {
        int at = 12;
        while (bytes[at] != 0) {
            at += bytes[at] + 1;
        }
        return at + 5;
    }
}
