package dev.orthant.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/// The most that the JVM's heap held since a moment, garbage that nobody had collected yet included: what the machine gave,
/// not what the work could not do without.
///
///     peak = Σ over the heap's pools of each pool's own peak
///
/// The pools need not peak at the same time, so it may be more than the heap ever held.
public final class HeapPeak {
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private HeapPeak() {}

    /// Collects the garbage of what came before, and begins.
    public static HeapPeak fromNow() {
        HeapPeak peak = new HeapPeak();
        System.gc();
        peak.pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        return peak;
    }

    /// In units of 10⁶ bytes, from the beginning until now.
    public double megabytes() {
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() * 1e-6;
    }
}
