package dev.orthant.benchmarks;

import dev.orthant.benchmarks.group.Case;
import dev.orthant.benchmarks.group.Contest;
import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.group.Group;
import dev.orthant.benchmarks.measure.Clock;
import dev.orthant.benchmarks.measure.Contender;
import dev.orthant.benchmarks.measure.HeapPeak;
import dev.orthant.benchmarks.measure.InterleavedTiming;
import dev.orthant.benchmarks.measure.Pace;
import dev.orthant.benchmarks.measure.Statistics;
import dev.orthant.benchmarks.measure.Yardstick;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.benchmarks.report.Result;
import dev.orthant.benchmarks.report.Row;
import dev.orthant.benchmarks.report.Row.Duel;
import dev.orthant.benchmarks.report.TextTable;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Groups measured one after the other on the same machine with the same peers.
final class Session {
    /// Quick sessions leave out what takes longer than some milliseconds even in scalar loops.
    private static final double QUICK_FLOPS = 1e7;

    private static final double QUICK_BYTES = 1e7;

    private final Peers peers;
    private final int threads;
    private final boolean quick;
    private final String only;
    private final PrintWriter out;
    private final Yardstick yardstick;
    private final double triad;

    Session(Peers peers, int threads, boolean quick, String only, PrintWriter out) {
        this.peers = peers;
        this.threads = threads;
        this.quick = quick;
        this.only = only;
        this.out = out;
        this.yardstick = new Yardstick(threads);
        this.triad = yardstick.triadBytesPerSecond(Clock.SYSTEM, quick);
    }

    /// Measures every case and prints its row at once.
    Result run(Group group) {
        List<Case> cases = group.cases(peers).stream()
                .filter(one -> !quick || (one.flops() <= QUICK_FLOPS && one.bytes() <= QUICK_BYTES))
                .filter(one -> one.title().contains(only))
                .toList();
        TextTable table =
                new TextTable(group.peers().stream().filter(peers::present).toList(), group.measuresMemory());
        out.println(group.name() + ": " + group.description() + "; " + threads + (threads == 1 ? " thread" : " threads")
                + ", " + kernels());
        table.head().forEach(out::println);
        List<Row> rows = new ArrayList<>();
        double peak = 0;
        for (Case one : cases) {
            try (Contest contest = one.contest().get()) {
                Optional<HeapPeak> heap = group.measuresMemory() ? Optional.of(HeapPeak.fromNow()) : Optional.empty();
                List<double[]> times = time(contest, quick ? Pace.QUICK : group.pace());
                OptionalDouble megabytes =
                        heap.stream().mapToDouble(HeapPeak::megabytes).findFirst();
                double[] limit = times.getLast();
                Row row = row(one, contest, group.peakFraction(), times, megabytes);
                peak = Math.max(peak, yardstick.multiplyAddFlops() / Statistics.least(limit));
                rows.add(row);
                out.println(table.line(row));
                out.flush();
                requireRight(one, row);
            }
        }
        Result result = new Result(group.name(), threads, kernels(), peak, triad, rows, peers.missing());
        table.foot(result).forEach(out::println);
        return result;
    }

    /// Ours first, then each rival, the machine's limit last.
    private List<double[]> time(Contest contest, Pace pace) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.compiledHere(contest.ours()));
        contest.rivals().forEach(rival -> contenders.add(Contender.compiledAhead(rival.run())));
        contenders.add(yardstick.multiplyAdds());
        return new InterleavedTiming(Clock.SYSTEM, pace).time(contenders);
    }

    private Row row(Case one, Contest contest, double peakFraction, List<double[]> times, OptionalDouble megabytes) {
        double[] ours = times.getFirst();
        List<Duel> duels = new ArrayList<>();
        for (int i = 0; i < contest.rivals().size(); i++) {
            Rival rival = contest.rivals().get(i);
            duels.add(Duel.of(
                    rival.peer(), ours, times.get(1 + i), rival.difference().getAsDouble()));
        }
        double seconds = Statistics.median(ours);
        double timeAtPeak = one.flops() / (peakFraction * yardstick.multiplyAddFlops()); // in runs of the FMA loop
        return new Row(
                one.set(),
                one.name(),
                seconds,
                Statistics.least(ours),
                one.flops() / seconds,
                one.bytes() / seconds,
                timeAtPeak * Statistics.medianRatio(ours, times.getLast()),
                one.bytes() / seconds / triad,
                contest.error().getAsDouble(),
                megabytes,
                duels);
    }

    private static void requireRight(Case one, Row row) {
        requireWithin(one, "our result differs from its definition", row.error());
        for (Duel duel : row.duels()) {
            requireWithin(one, "our result differs from that of " + duel.peer(), duel.difference());
        }
    }

    private static void requireWithin(Case one, String what, double difference) {
        if (!(difference <= one.tolerance())) { // also rejects NaN
            throw new WrongResultException(one.title() + ": " + what + " by " + difference
                    + " of the largest number; at most " + one.tolerance() + " is rounding");
        }
    }

    private static String kernels() {
        return ActiveKernels.get().name() + " kernels of " + ActiveKernels.get().lanes() + " lanes";
    }
}
