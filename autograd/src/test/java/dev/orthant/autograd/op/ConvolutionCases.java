package dev.orthant.autograd.op;

import static dev.orthant.autograd.op.OpContractTest.gaussian;

import dev.orthant.autograd.op.OpContractTest.Case;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// Points at which [OpContractTest] checks the operations on images: odd sizes, every padding, strides that leave a rest,
/// one image and several, channels for the matrix product, the depthwise and the direct kernels.
final class ConvolutionCases {
    private ConvolutionCases() {}

    static List<Case> table() {
        return List.of(
                convolution(new Conv2d(Padding.zero(1)), gaussian("x", 2, 5, 4, 3), gaussian("w", 2, 3, 3, 3)),
                convolution(new Conv2d(Padding.valid()), gaussian("x", 1, 4, 5, 2), gaussian("w", 3, 2, 2, 3)),
                convolution(new Conv2d(Padding.circular(1)), gaussian("x", 2, 4, 3, 2), gaussian("w", 2, 2, 3, 3)),
                convolution(new Conv2d(Padding.valid()), gaussian("x", 2, 2, 3, 4), gaussian("w", 3, 4, 1, 1)),
                convolution(new Conv2d(2, 1, 1, Padding.zero(1)), gaussian("x", 1, 6, 5, 2), gaussian("w", 2, 2, 3, 3)),
                convolution(
                        new Conv2d(1, 2, 2, new Padding.Zero(2, 1)),
                        gaussian("x", 1, 5, 5, 4),
                        gaussian("w", 2, 2, 3, 3)),
                convolution(
                        new Conv2d(2, 1, 3, Padding.circular(1)), gaussian("x", 1, 4, 4, 3), gaussian("w", 3, 1, 3, 3)),
                new Case(
                        new WinogradConv2d(Padding.zero(1)),
                        List.of(gaussian("x", 2, 5, 4, 3), gaussian("w", 2, 3, 3, 3))),
                new Case(
                        new ConvTranspose2d(2, 1, 1, Padding.zero(1), 6, 5),
                        List.of(gaussian("g", 1, 3, 3, 2), gaussian("w", 2, 3, 3, 3))),
                new Case(
                        new ConvTranspose2d(1, 1, 2, Padding.circular(1), 4, 3),
                        List.of(gaussian("g", 2, 4, 3, 2), gaussian("w", 2, 2, 3, 3))),
                new Case(
                        new Conv2dWeightGradient(2, 1, 1, Padding.zero(1), 3, 3),
                        List.of(gaussian("x", 1, 6, 5, 2), gaussian("g", 1, 3, 3, 3))),
                new Case(
                        new Conv2dWeightGradient(1, 1, 2, Padding.circular(1), 3, 3),
                        List.of(gaussian("x", 2, 4, 3, 4), gaussian("g", 2, 4, 3, 2))),
                new Case(
                        new Conv2dWithBias(new Conv2d(2, 1, 1, Padding.zero(1))),
                        List.of(gaussian("x", 1, 6, 5, 2), gaussian("w", 3, 2, 3, 3), gaussian("b", 3))),
                new Case(new AvgPool2d(2, 2, 0), List.of(gaussian("x", 2, 5, 4, 3))),
                new Case(new AvgPool2d(3, 2, 1), List.of(gaussian("x", 1, 5, 4, 17))),
                new Case(new AvgPool2dGradient(3, 2, 1, 5, 4), List.of(gaussian("g", 2, 3, 2, 3))),
                new Case(new MaxPool2d(2, 2, 0), List.of(distinct(2, 4, 5, 3))),
                new Case(new MaxPool2d(3, 2, 1), List.of(distinct(1, 5, 5, 17))),
                new Case(new MaxPool2dGradient(2, 2, 0), List.of(gaussian("g", 2, 2, 2, 3), distinct(2, 4, 5, 3))),
                new Case(new MaxPool2dGradient(3, 2, 1), List.of(gaussian("g", 1, 3, 3, 17), distinct(1, 5, 5, 17))),
                new Case(pixels(2), List.of(gaussian("g", 2, 2, 2, 3))),
                new Case(
                        new GatherPixels(pixels(2).shape(), pixels(2).positions()),
                        List.of(gaussian("x", 2, 4, 5, 3))));
    }

    /// Every operation and padding once, for no image or a single one.
    ///
    /// @param n images
    static List<Case> ofBatch(int n) {
        List<Case> cases = new ArrayList<>();
        for (Padding padding : List.of(Padding.zero(1), Padding.circular(1))) {
            Conv2d strided = new Conv2d(2, 1, 1, padding);
            cases.addAll(List.of(
                    convolution(new Conv2d(padding), gaussian("x", n, 4, 4, 3), gaussian("w", 2, 3, 3, 3)),
                    convolution(strided, gaussian("x", n, 4, 4, 2), gaussian("w", 2, 2, 3, 3)),
                    convolution(new Conv2d(1, 1, 3, padding), gaussian("x", n, 4, 4, 3), gaussian("w", 3, 1, 3, 3)),
                    new Case(
                            new WinogradConv2d(padding), List.of(gaussian("x", n, 4, 4, 3), gaussian("w", 2, 3, 3, 3))),
                    new Case(
                            new ConvTranspose2d(2, 1, 1, padding, 4, 4),
                            List.of(gaussian("g", n, 2, 2, 2), gaussian("w", 2, 3, 3, 3))),
                    new Case(
                            new Conv2dWeightGradient(2, 1, 1, padding, 3, 3),
                            List.of(gaussian("x", n, 4, 4, 2), gaussian("g", n, 2, 2, 3))),
                    new Case(
                            new Conv2dWithBias(strided),
                            List.of(gaussian("x", n, 4, 4, 2), gaussian("w", 3, 2, 3, 3), gaussian("b", 3)))));
        }
        cases.add(convolution(new Conv2d(Padding.valid()), gaussian("x", n, 2, 3, 4), gaussian("w", 3, 4, 1, 1)));
        cases.addAll(List.of(
                new Case(new AvgPool2d(3, 2, 1), List.of(gaussian("x", n, 5, 4, 17))),
                new Case(new AvgPool2dGradient(3, 2, 1, 5, 4), List.of(gaussian("g", n, 3, 2, 3))),
                new Case(new MaxPool2d(3, 2, 1), List.of(distinct(n, 5, 5, 17))),
                new Case(new MaxPool2dGradient(3, 2, 1), List.of(gaussian("g", n, 3, 3, 17), distinct(n, 5, 5, 17)))));
        ScatterPixels pixels = pixels(n);
        cases.add(new Case(pixels, List.of(gaussian("g", n, 2, 2, 3))));
        cases.add(new Case(new GatherPixels(pixels.shape(), pixels.positions()), List.of(gaussian("x", n, 4, 5, 3))));
        return cases;
    }

    private static Case convolution(Conv2d op, Tensor images, Tensor weights) {
        return new Case(op, List.of(images, weights));
    }

    private static ScatterPixels pixels(int images) {
        PoolingShape shape = PoolingShape.of(Shape.of(images, 4, 5, 3), 2);
        int[] positions = new int[shape.output().size()];
        for (int i = 0; i < positions.length; i++) {
            int window = i / 3 % 4; // two rows of two windows, the fifth column of the image is in none
            positions[i] = (window / 2 * 2 + i % 2) * 5 + window % 2 * 2 + i % 3 % 2;
        }
        return new ScatterPixels(shape, positions);
    }

    /// Numbers at least 0.05 apart: no two change their order within reach of the check's step.
    static Tensor distinct(int... axes) {
        Tensor tensor = Tensor.zeros(Shape.of(axes));
        int[] order = Streams.ofSeed(OpContractTest.SEED).named("order").permutation(tensor.size());
        for (int i = 0; i < order.length; i++) {
            tensor.span().array()[i] = 0.05f * (order[i] - order.length / 2);
        }
        return tensor;
    }
}
