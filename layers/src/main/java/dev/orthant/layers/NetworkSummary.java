package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a network is made of, layer by layer: [#toString] is a table.
///
/// ```java
/// NetworkSummary summary = NetworkSummary.of(Sequential.multilayerPerceptron(2, 100, 10), Shape.of(784));
/// summary.weights();                                              // → 79400
/// NetworkSummary.Row first = summary.rows().getFirst();
/// first.path() + " " + first.layer() + " " + first.output();      // → 0 Linear [100]
/// ```
///
/// @param rows one per layer that contains no other, in the order of the weights
/// @since 0.1.0
public record NetworkSummary(List<Row> rows) {
    /// Keeps a copy of the list.
    public NetworkSummary {
        rows = List.copyOf(rows);
    }

    /// One layer.
    ///
    /// @param path        of its weights; empty for a network of a single layer
    /// @param layer       its kind
    /// @param output      shape of one example after it
    /// @param weights     numbers that are trained
    /// @param multiplyAdds products summed up by its linear maps for one example in one forward pass, and by attention to
    ///     form Q Kᵀ and P V; what is done to each number afterwards is not counted
    public record Row(String path, String layer, Shape output, long weights, long multiplyAdds) {}

    /// Follows one example's shape through the network; nothing is computed.
    ///
    /// @param layer the network
    /// @param input shape of one example
    /// @return a row per layer that contains no other
    /// @throws dev.orthant.tensor.ShapeException naming the layer, if the input does not fit
    public static NetworkSummary of(Layer layer, Shape input) {
        List<Row> rows = new ArrayList<>();
        visit("", layer, input, rows);
        return new NetworkSummary(rows);
    }

    private static void visit(String path, Layer layer, Shape input, List<Row> rows) {
        if (layer instanceof CheckpointedLayer(Layer inner)) {
            visit(path, inner, input, rows); // its weights have the same names
            return;
        }
        if (layer instanceof Composite composite) {
            for (Composite.Part part : composite.parts(input)) {
                visit(path.isEmpty() ? part.name() : path + "." + part.name(), part.layer(), part.input(), rows);
            }
            return;
        }
        List<WeightSpec> specs = layer.weights(input);
        rows.add(new Row(
                path,
                layer.getClass().getSimpleName(),
                layer.output(input),
                size(specs.stream().filter(spec -> spec.role() != Role.BUFFER).toList()),
                multiplyAdds(layer, input, specs)));
    }

    /// A linear map multiplies each of its weights once at every position (pixel) that it writes to; a transposed
    /// convolution, at every position that it reads.
    private static long multiplyAdds(Layer layer, Shape input, List<WeightSpec> specs) {
        if (layer instanceof Embedding || layer instanceof PositionalEmbedding) {
            return 0; // rows are looked up
        }
        Shape positions = layer instanceof ConvTranspose2d ? input : layer.output(input);
        List<WeightSpec> matrices =
                specs.stream().filter(spec -> spec.role() == Role.MATRIX).toList();
        if (matrices.isEmpty() || positions.rank() == 0 || positions.axis(-1) == 0) {
            return 0;
        }
        if (layer instanceof LocallyConnected) {
            return size(matrices); // every position has matrices of its own
        }
        return size(matrices) * (positions.size() / positions.axis(-1)) + attended(layer, input);
    }

    /// Q Kᵀ and P V of [MultiHeadAttention]: all pairs of places, twice. A causal mask leaves them out of the result only.
    private static long attended(Layer layer, Shape input) {
        return layer instanceof MultiHeadAttention ? 2L * input.axis(0) * input.axis(0) * input.axis(1) : 0;
    }

    private static long size(List<WeightSpec> specs) {
        return specs.stream().mapToLong(spec -> spec.shape().size()).sum();
    }

    /// {@return how many numbers are trained, over all layers}
    public long weights() {
        return rows.stream().mapToLong(Row::weights).sum();
    }

    /// {@return how many products are summed up for one example}
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"path", "layer", "output", "weights", "multiply-adds"});
        for (Row row : rows) {
            lines.add(new String[] {
                row.path(), row.layer(), row.output().toString(), grouped(row.weights()), grouped(row.multiplyAdds())
            });
        }
        lines.add(new String[] {"total", "", "", grouped(weights()), grouped(multiplyAdds())});
        int[] widths = new int[5];
        for (String[] line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }
        return lines.stream().map(line -> aligned(line, widths)).collect(Collectors.joining("\n"));
    }

    /// Text to the left, numbers to the right.
    private static String aligned(String[] line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String gap = " ".repeat(widths[column] - line[column].length());
            text.append(column == 0 ? "" : "  ").append(column < 3 ? line[column] + gap : gap + line[column]);
        }
        return text.toString().stripTrailing();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
