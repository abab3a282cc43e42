package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.distributed.jgroups.GroupFile.Dns;
import dev.orthant.distributed.jgroups.GroupFile.Endpoint;
import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.RoundPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupFileTest {
    @TempDir
    private Path folder = Path.of("set by JUnit");

    private GroupFile read(String text) throws IOException {
        return GroupFile.read(Files.writeString(folder.resolve("group.properties"), text));
    }

    @Test
    void whatIsNotSaidIsByDefault() throws Exception {
        GroupFile file = read("cluster = x\nmembers = 127.0.0.1:7801, localhost:7802, 127.0.0.1:7803");
        GroupFile expected = new GroupFile(
                "x",
                List.of(
                        new Endpoint("127.0.0.1", 7801),
                        new Endpoint("localhost", 7802),
                        new Endpoint("127.0.0.1", 7803)),
                new RoundPolicy(2, Duration.ofSeconds(5)),
                Duration.ofSeconds(5),
                1,
                Optional.empty(),
                Optional.empty());
        assertEquals(expected, file);
    }

    @Test
    void whatIsSaidHolds() throws Exception {
        GroupFile file = read("""
                cluster = x
                members = 127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3
                quorum = 3
                deadline = 0.5
                detection = 2
                ties = random
                slices = 3
                """);
        assertEquals(new RoundPolicy(3, Duration.ofMillis(500), SignOfZero.RANDOM, 0), file.policy());
        assertEquals(Duration.ofSeconds(2), file.detection());
        assertEquals(3, file.slices());
    }

    @Test
    void oneNameStandsForAllMembers() throws Exception {
        Files.writeString(folder.resolve("group.p12"), "read when the channel opens");
        GroupFile file = read("""
                cluster = my-vote
                dns = votes.default.svc.cluster.local
                size = 16
                port = 7801
                dns-server = 127.0.0.1:53
                keystore = group.p12
                password = secret
                """);
        assertEquals(Optional.of(new Dns("votes.default.svc.cluster.local", "127.0.0.1:53")), file.discovery());
        assertEquals(Collections.nCopies(16, new Endpoint("NON_LOOPBACK", 7801)), file.members());
        assertEquals(9, file.policy().quorum());
        assertEquals(16, file.slices());
    }

    /// A semicolon ends a line; the second column is a part of the complaint.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    members = 127.0.0.1:1                                              | does not say cluster
                    cluster = x                                                        | either members, or dns
                    cluster = x; members = nobody                                      | host:port is required
                    cluster = x; members = 127.0.0.1:0                                 | must be in 1 to 65535
                    cluster = x; members = 127.0.0.1:65536                             | must be in 1 to 65535
                    cluster = x; members = 127.0.0.1:1, 127.0.0.1:1                    | a place of its own
                    cluster = x; members = 127.0.0.1:1, 127.0.0.1:2; quorum = 1        | more than half
                    cluster = x; members = 127.0.0.1:1; quorum = 2                     | more than half
                    cluster = x; members = 127.0.0.1:1; quorum = 1.5                   | a whole number is required
                    cluster = x; members = 127.0.0.1:1; deadline = soon                | a number of seconds is required
                    cluster = x; members = 127.0.0.1:1; deadline = 0                   | from a thousandth of a second
                    cluster = x; members = 127.0.0.1:1; detection = NaN                | from a thousandth of a second
                    cluster = x; members = 127.0.0.1:1; detection = -1                 | from a thousandth of a second
                    cluster = x; members = 127.0.0.1:1; ties = minus                   | zero, plus or random
                    cluster = x; members = 127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3; slices = 2 | as many as members
                    cluster = x; members = 127.0.0.1:1; dns = votes.example            | either members, or dns
                    cluster = x; members = 127.0.0.1:1; size = 1                       | either members, or dns
                    cluster = x; dns = votes.example                                   | must say size
                    cluster = x; dns = votes.example; size = 3                         | under TLS only
                    cluster = x; dns = votes.example; size = 3; keystore = missing.p12 | which cannot be read
                    cluster = x; members = 127.0.0.1:1; colour = red                   | [colour]
                    cluster = x; members = 127.0.0.1:1; keystore = missing.p12         | which cannot be read
                    cluster = x; members = 192.0.2.1:1, 127.0.0.1:2                    | under TLS only
                    """)
    void whatCannotBeIsRefusedForItsReason(String lines, String reason) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> read(lines.replace("; ", "\n")));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("group file: ") && message.contains(reason), message);
    }
}
