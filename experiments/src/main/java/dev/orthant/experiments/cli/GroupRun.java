package dev.orthant.experiments.cli;

import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.signsgd.AdversarialVote;
import dev.orthant.experiments.signsgd.GroupTraining;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.optimizers.collective.VoteGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// `run majority-vote --group FILE`: trains as the member of rank 0, then once more with all workers in this process, and
/// compares.
record GroupRun(AdversarialVote.Parameters parameters, Path file, int flippers, long seed) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    void run(Run run) {
        int size = Groups.size(file);
        GroupTraining training = new GroupTraining(parameters, run.dataName(), run.data(), seed, flippers);
        AtomicReference<RoundPolicy> policy = new AtomicReference<>();
        List<Double> milliseconds = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        List<Integer> voters = new ArrayList<>();
        run.progress().begin("rounds", parameters.rounds());
        long start = System.nanoTime();
        GroupTraining.Result together = training.train(
                () -> {
                    VoteGroup group = Groups.connect(file, 0);
                    policy.set(group.policy());
                    return group;
                },
                0,
                size,
                PATIENCE,
                (verdict, sent, nanos) -> {
                    milliseconds.add(nanos * 1e-6);
                    bytes.add(sent);
                    voters.add(verdict.voters().size());
                    run.progress().show(state(verdict, size, sent));
                    run.progress().step();
                });
        double perRound = (System.nanoTime() - start) * 1e-6 / Math.max(1, milliseconds.size());
        run.progress().begin("the same in one process", 1);
        GroupTraining.Result alone = training.inProcess(size, Objects.requireNonNull(policy.get()), digest -> {});
        run.progress().end();
        boolean complete = voters.stream().allMatch(count -> count == size);
        double bytesPerRound =
                size * bytes.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
        run.report()
                .row(
                        run.dataName(),
                        size,
                        flippers,
                        flippers == 0 ? "none" : "flip",
                        "vote of " + size + " processes",
                        together.accuracy(),
                        Double.NaN,
                        parameters.rounds(),
                        bytesPerRound);
        run.report()
                .claims(List.of(new Claim(
                        "the group ends with the same weights, bit by bit, as all its workers in one process",
                        together.digest() == alone.digest(),
                        String.format(
                                Locale.ROOT,
                                "digest %016x against %016x, accuracy %.4f against %.4f%s",
                                together.digest(),
                                alone.digest(),
                                together.accuracy(),
                                alone.accuracy(),
                                complete ? "" : "; votes were missing in some rounds, so they must differ"),
                        "specification of this project")));
        milliseconds.sort(Double::compare);
        run.report()
                .notes(List.of(String.format(
                        Locale.ROOT,
                        "A round took %.1f ms in the mean; waiting for the verdict took %.1f ms in the median, %.1f ms at"
                                + " the ninetieth percentile.",
                        perRound,
                        milliseconds.get(milliseconds.size() / 2),
                        milliseconds.get(milliseconds.size() * 9 / 10))));
    }

    /// What the bar says of the newest round.
    private static String state(Verdict verdict, int size, long bytes) {
        RankSet missing = RankSet.first(size).without(verdict.voters());
        return verdict.voters().size() + " of " + size + " votes, " + verdict.tied() + " ties, " + bytes + " bytes"
                + (missing.size() == 0 ? "" : ", missing " + missing);
    }
}
