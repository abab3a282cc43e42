package dev.orthant.benchmarks.latency;

import dev.orthant.benchmarks.peer.Libtorch;
import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import dev.orthant.benchmarks.peer.TorchConvolution;
import dev.orthant.benchmarks.peer.TorchPooling;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weights;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Networks of ours written down once more as calls of libtorch, with the same weights.
///
/// Linear layers write into memory that is already there; convolutions and poolings return fresh tensors.
///
/// @param arena in which all tensors live
record LibtorchNetworks(Libtorch torch, Arena arena) {
    private static final int PIXELS = 28;
    private static final int OUTPUTS = 10;

    /// Linear layers with rectifiers between them, whose weights have the names of `Mlp`.
    Supplier<float[]> perceptron(Weights weights, int layers, float[] inputs, int batch) {
        TorchTensor x = torch.tensor(arena, inputs, batch, inputs.length / batch);
        String[] names = new String[layers];
        Arrays.setAll(names, layer -> Integer.toString(2 * layer + 1));
        Linear linear = linear(weights, batch, names);
        return () -> linear.scores(x, batch);
    }

    /// `LeNet.of(10)` for images of 28 x 28 pixels with one channel, which lie the same with channels first or last.
    Supplier<float[]> leNet(Weights weights, float[] inputs, int batch) {
        TorchTensor images = torch.tensor(arena, inputs, batch, 1, PIXELS, PIXELS);
        Convolution first = new Convolution(
                torch.convolution(arena, 2), tensor(weights.get("conv1.weight")), tensor(weights.get("conv1.bias")));
        Convolution second = new Convolution(
                torch.convolution(arena, 0), tensor(weights.get("conv2.weight")), tensor(weights.get("conv2.bias")));
        TorchPooling firstPooling = torch.pooling(arena, 2);
        TorchPooling secondPooling = torch.pooling(arena, 2);
        Consumer<TorchTensor> rectifier = torch.rectifier();
        int pooled = weights.get("fc1.weight").shape().axis(1);
        Linear linear = linear(weights, batch, "fc1", "fc2", "fc3");
        return () -> {
            TorchTensor edges = first.of(images);
            rectifier.accept(edges);
            TorchTensor parts = second.of(firstPooling.pool(edges));
            rectifier.accept(parts);
            return linear.scores(secondPooling.poolFlat(parts, batch, pooled), batch);
        };
    }

    private record Convolution(TorchConvolution convolution, TorchTensor weights, TorchTensor bias) {
        TorchTensor of(TorchTensor images) {
            return convolution.forward(images, weights, bias);
        }
    }

    /// Linear layers with rectifiers between them.
    ///
    /// @param first step, which reads the input
    private record Linear(Consumer<TorchTensor> first, List<Runnable> others, TorchTensor last) {
        float[] scores(TorchTensor x, int batch) {
            first.accept(x);
            others.forEach(Runnable::run);
            return last.toArray(batch * OUTPUTS);
        }
    }

    private Linear linear(Weights weights, int batch, String... names) {
        List<Consumer<TorchTensor>> layers = new ArrayList<>();
        List<TorchTensor> outputs = new ArrayList<>();
        for (String name : names) {
            Tensor matrix = weights.get(name + ".weight");
            int width = matrix.shape().axis(0);
            TorchTensor out = torch.tensor(arena, new float[batch * width], batch, width);
            TorchTensor transposed = torch.transposed(
                    arena, tensor(matrix), width, matrix.shape().axis(1));
            layers.add(torch.linear(arena, transposed, tensor(weights.get(name + ".bias")), out));
            outputs.add(out);
        }
        List<Runnable> others = new ArrayList<>();
        for (int layer = 1; layer < names.length; layer++) {
            TorchTensor x = outputs.get(layer - 1);
            Consumer<TorchTensor> step = layers.get(layer);
            others.add(torch.clampBelow(arena, x, 0, x));
            others.add(() -> step.accept(x));
        }
        return new Linear(layers.getFirst(), others, outputs.getLast());
    }

    private TorchTensor tensor(Tensor tensor) {
        return torch.tensor(
                arena,
                tensor.toArray(),
                Arrays.stream(tensor.shape().toArray()).asLongStream().toArray());
    }
}
