package dev.orthant.experiments.implicitbias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFindingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before every test
    private Path folder;

    private static PacBayesSweep.Parameters parameters(int examples, int width, int seeds) {
        return new PacBayesSweep.Parameters(List.of(examples), List.of(7), width, seeds, List.of(1.0), 1, 1000, 1);
    }

    /// Kernels of every seed as published on average, and one network of each seed with this error.
    private List<Claim> claims(PacBayesSweep.Parameters parameters, double testError) throws IOException {
        int n = parameters.examples().getFirst();
        Map<SweepCell, Map<String, Double>> results = new LinkedHashMap<>();
        for (int seed = 0; seed < parameters.seeds(); seed++) {
            for (Task task : PacBayesSweep.TASKS) {
                double shift = 0.001 * seed;
                results.put(
                        new SweepCell.Kernel(task, 7, n, seed),
                        Map.of(
                                SweepMeasurement.BOUND, 0.5204 + shift,
                                SweepMeasurement.PUBLISHED, 0.4777 + shift,
                                SweepMeasurement.SEQUENTIAL, 0.46 + shift,
                                SweepMeasurement.EFFECTIVE, 2.0,
                                SweepMeasurement.RELIABLE, 1.0));
            }
            results.put(
                    new SweepCell.Trained(Task.DECIMAL, 7, n, seed, 1),
                    Map.of(SweepMeasurement.TRAIN_ERROR, 0.0, SweepMeasurement.TEST_ERROR, testError));
        }
        Report report = Report.begin(folder.resolve(n + "-" + testError), Map.of(), new PacBayesSweep().columns());
        SweepFindings.of(parameters, results, true).writeTo(report, "mnist");
        return report.claims();
    }

    private static List<Claim> about(List<Claim> claims, String words) {
        return claims.stream().filter(claim -> claim.claim().contains(words)).toList();
    }

    /// Published at depth 7, n = 100, label scale 1: three networks from 0.1685 to 0.1978.
    @Test
    void networksOfThePublishedWidthAreComparedWithThePublishedRange() throws IOException {
        List<Claim> near = about(claims(parameters(100, 5000, 2), 0.2177), "published range");
        List<Claim> far = about(claims(parameters(100, 5000, 2), 0.2179), "published range");
        assertEquals(
                List.of(true, false),
                List.of(near.getFirst().holds(), far.getFirst().holds()));
        assertEquals("0.169 to 0.198", near.getFirst().published());
        assertEquals(List.of(), about(claims(parameters(100, 1000, 2), 0.2), "published range"));
    }

    @Test
    void oneDrawHasNoStandardErrorAndSizesThatWereNotPublishedAreNotCompared() throws IOException {
        List<Claim> one = about(claims(parameters(100, 1000, 1), 0.2), "published means");
        assertEquals(2, one.size());
        assertTrue(one.getFirst().measured().contains("one draw has no standard error"), one.toString());
        assertFalse(one.toString().contains("NaN"), one.toString());
        assertEquals(List.of(), about(claims(parameters(10, 1000, 1), 0.2), "published means"));
    }

    /// Three draws may lie together by chance.
    @Test
    void aStandardErrorOfFewDrawsIsCalledRough() throws IOException {
        assertTrue(about(claims(parameters(100, 1000, 3), 0.2), "published means")
                .getFirst()
                .measured()
                .contains("only roughly"));
        assertFalse(about(claims(parameters(100, 1000, 6), 0.21), "published means")
                .getFirst()
                .measured()
                .contains("only roughly"));
    }
}
