package dev.orthant.layers.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Kernels of fully connected networks against those of another implementation.
class GoldenKernelTest {
    private static final Tensor INPUTS = Tensor.of(Shape.of(3, 4), 1, 0, -1, 2, 0.5f, -1.5f, 2, 0, 2, 1, 0, -1);

    /// Places in the kernel, in the order of the columns of the table.
    private static final int[][] PLACES = {{0, 0}, {1, 1}, {0, 1}, {0, 2}, {1, 2}};

    private static final Map<String, Layer> CASES = Map.ofEntries(
            Map.entry("G1", network(1, Math.sqrt(2), 0, new Relu())),
            Map.entry("G2", network(3, Math.sqrt(2), 0.1, new Relu())),
            Map.entry("G3", network(1, 1.5, 0.05, new Erf())),
            Map.entry("G4", network(3, 1.5, 0.05, new Erf())),
            Map.entry("G4b", network(2, 1.2, 0.05, new Erf())),
            Map.entry("G5", network(2, 1.4, 0.2, new LeakyRelu(0.1))),
            Map.entry("G5c", network(2, 1, 0.1, new Abs())),
            Map.entry("G7", network(2, 1.2, 0.1, new Sin())),
            Map.entry("G8", network(1, 1, 0, new RbfFeatures(0.7))),
            Map.entry("G10", network(1, 1, 0, new Exp(0.5))),
            Map.entry("G11", network(1, 1, 0, new Monomial(3))),
            Map.entry("G11b", network(1, 1, 0, new SquaredRelu())),
            Map.entry("G12", network(3, 1.1, 0.3, new AbRelu(1, 1))),
            Map.entry("G13", Sequential.of(new Linear(1, 1.3 * 1.3, 0.2 * 0.2), new Sign())));

    private static Layer network(int depth, double weight, double bias, Layer activation) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new Linear(1, weight * weight, bias * bias));
            layers.add(activation);
        }
        layers.add(new Linear(1, weight * weight, bias * bias));
        return new Sequential(layers);
    }

    private static List<String[]> golden() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(GoldenKernelTest.class.getResourceAsStream("/golden/fully-connected.csv"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }

    @Test
    void kernelsAreTheGoldenOnes() throws IOException {
        for (String[] line : golden()) {
            KernelBlock block =
                    Objects.requireNonNull(CASES.get(line[0]), line[0]).kernel(KernelBlock.ofInputs(INPUTS));
            for (int i = 0; i < PLACES.length; i++) {
                if (!line[i + 2].isEmpty()) {
                    double value = (line[1].equals("ntk") ? block.ntk() : block.nngp()).at(PLACES[i][0], PLACES[i][1]);
                    // The table has twelve digits after the point.
                    assertEquals(Double.parseDouble(line[i + 2]), value, 1e-10, line[0] + " " + line[1] + " " + i);
                }
            }
        }
    }

    @Test
    void everyCaseIsInTheTable() throws IOException {
        assertEquals(
                new TreeSet<>(CASES.keySet()),
                golden().stream().map(line -> line[0]).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aJumpLeavesNoNtk() {
        assertFalse(Objects.requireNonNull(CASES.get("G13"))
                .kernel(KernelBlock.ofInputs(INPUTS))
                .hasNtk());
    }
}
