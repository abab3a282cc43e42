package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.NotFormed;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Who does not belong to the group does not get in, and does no harm.
class StrangersTest {
    private static final RoundPolicy POLICY = new RoundPolicy(2, Duration.ofSeconds(5));
    private static final SignBits SIGNS =
            SignBits.of(new Span(new float[] {1, -1, 1}, 0, 3), SignOfZero.PLUS, Streams.ofSeed(0));

    @TempDir
    private Path folder = Path.of("set by JUnit");

    /// Two members, each as its own file tells; what the first says of the other.
    private static void assertStrangers(GroupFile first, GroupFile second) throws Exception {
        try (JGroupsVoteGroup one = JGroupsVoteGroup.connect(first, 0);
                JGroupsVoteGroup other = JGroupsVoteGroup.connect(second, 1)) {
            NotFormed alone = assertThrows(NotFormed.class, () -> one.join(Duration.ofSeconds(2)));
            assertEquals(new RankSet(List.of(1)), alone.missing());
            assertEquals(new RankSet(List.of(1)), other.membership().ranks());
        }
    }

    /// Two members vote, while `meanwhile` happens.
    private static void assertVotes(GroupFile file, Runnable meanwhile) throws Exception {
        try (JGroupsVoteGroup one = JGroupsVoteGroup.connect(file, 0);
                JGroupsVoteGroup other = JGroupsVoteGroup.connect(file, 1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> joined = threads.submit(() -> other.join(Duration.ofSeconds(10)));
            one.join(Duration.ofSeconds(10));
            joined.get();
            for (long round = 0; round < 5; round++) {
                long now = round;
                Future<SignBits> vote =
                        threads.submit(() -> other.vote(now, SIGNS, 1).signs());
                meanwhile.run();
                assertEquals(SIGNS, one.vote(round, SIGNS, 1).signs());
                assertEquals(SIGNS, vote.get());
            }
        }
    }

    @Test
    void garbageOnThePortChangesNothing() throws Exception {
        GroupFile file = TestGroups.group(2, POLICY);
        assertVotes(file, () -> {
            for (GroupFile.Endpoint member : file.members()) {
                byte[] garbage = new byte[10_000];
                Streams.ofSeed(member.port()).generator().nextBytes(garbage);
                try (Socket socket = new Socket(member.host(), member.port());
                        OutputStream out = socket.getOutputStream()) {
                    out.write(garbage);
                } catch (IOException refused) {
                    // hung up on, as it should be
                }
            }
        });
    }

    @Test
    void anotherClusterNameIsAStranger() throws Exception {
        GroupFile file = TestGroups.group(2, POLICY);
        GroupFile renamed = new GroupFile(
                "other", file.members(), file.policy(), file.detection(), 1, Optional.empty(), Optional.empty());
        assertStrangers(file, renamed);
    }

    @Test
    void membersOfOneCertificateVote() throws Exception {
        assertVotes(TestGroups.encrypted(TestGroups.group(2, POLICY), TestGroups.keystore(folder, "right")), () -> {});
    }

    @Test
    void anotherCertificateIsAStranger() throws Exception {
        GroupFile file = TestGroups.group(2, POLICY);
        GroupFile right = TestGroups.encrypted(file, TestGroups.keystore(folder, "right"));
        assertStrangers(right, TestGroups.encrypted(file, TestGroups.keystore(folder, "wrong")));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "dev.orthant.jgroups.long",
            matches = "true") // waits for handshakes that nobody answers
    void noCertificateIsAStranger() throws Exception {
        GroupFile file = TestGroups.group(2, POLICY);
        assertStrangers(TestGroups.encrypted(file, TestGroups.keystore(folder, "right")), file);
    }
}
