package dev.orthant.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void quantilesOfOneToAThousandAndOneAreTheNumbersThemselves() {
        Histogram histogram = Histogram.of(LongStream.rangeClosed(1, 1001).toArray());
        Map<String, Double> expected =
                Map.of("p10", 101e-9, "p50", 501e-9, "p90", 901e-9, "p99", 991e-9, "p99.9", 1000e-9, "max", 1001e-9);
        expected.forEach((name, seconds) -> assertEquals(
                seconds, histogram.quantiles().getOrDefault(name, 0.0), 1e-18, name)); // one rounding of 1e-6
        assertEquals(
                List.of("p10", "p50", "p90", "p99", "p99.9", "max"),
                List.copyOf(histogram.quantiles().keySet()));
        assertEquals(
                1001, histogram.counts().stream().mapToInt(Integer::intValue).sum());
    }

    /// Ends of classes at 8, 8√2 = 11.3, 16, 22.6, 32, 45.3, 64, …
    @Test
    void classesAreHalfOctavesAndOnlyThoseBetweenTheFirstAndTheLastCall() {
        Histogram histogram = Histogram.of(8, 8, 11, 12, 15, 16, 22, 64, 90);
        assertEquals(8e-9, histogram.first(), 1e-23); // one rounding
        assertEquals(List.of(3, 2, 2, 0, 0, 0, 2), histogram.counts());
        assertEquals(histogram.counts(), histogram.json().get("counts"));
        assertEquals(histogram.quantiles().get("max"), histogram.json().get("max"));
    }

    @Test
    void theFullestClassHasTheHighestBarAndAnEmptyOneNone() {
        long[] nanos = LongStream.concat(LongStream.iterate(1000, n -> n).limit(80), LongStream.of(1500, 4000))
                .toArray();
        String line = Histogram.of(nanos).line();
        assertTrue(line.startsWith("p10 1.0  p50 1.0  p90 1.0  p99 1.5  p99.9 4.0  max 4.0  |"), line);
        assertTrue(line.endsWith("|@ . .| from 0.7 us"), line); // 724 ns = 2^9.5
    }

    @Test
    void aLatencyCountsEveryCallWhateverTheirOrder() {
        Latency latency = Latency.of(new long[] {30, 10, 20, 0});
        assertEquals(
                4,
                latency.histogram().counts().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        assertEquals(latency.median(), latency.histogram().quantiles().get("p50"));
        assertThrows(IllegalArgumentException.class, Histogram::of);
        assertThrows(IllegalArgumentException.class, () -> Latency.of(new long[0]));
    }
}
