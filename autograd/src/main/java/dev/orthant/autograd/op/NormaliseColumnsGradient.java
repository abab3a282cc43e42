package dev.orthant.autograd.op;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.List;

/// The gradient of [NormaliseColumns] as one pass, an operation of three inputs: G and Y `[stack, rows, columns]`, s
/// `[stack, columns]`. Bars are means over the n rows, products of columns are element by element:
///
///     Z  = s (G − Ḡ − Y m),  m = mean(G Y)
///     dG = this operation of dZ, Y and s          (it is symmetric in G and dZ)
///     dY = −s (G u + dZ m),  u = mean(dZ Y)
///     ds = Σ dZ G − n · mean(dZ) Ḡ − n u m
///
/// ```java
/// Tensor upstream = Tensor.of(Shape.of(1, 2, 1), 1, 1);                    // the same to all rows: the mean takes it away
/// Tensor normalised = Tensor.of(Shape.of(1, 2, 1), -1, 1);
/// Tensor inverse = Tensor.of(Shape.of(1, 1), 0.5f);
/// new NormaliseColumnsGradient().forward(List.of(upstream, normalised, inverse)).toArray();    // → [0.0, 0.0]
/// ```
///
/// @since 0.1.0
public record NormaliseColumnsGradient() implements Op.Many {
    @Override
    public Tensor forward(List<Tensor> inputs) {
        Tensor gradient = inputs.get(0);
        Tensor normalised = inputs.get(1);
        Tensor inverse = inputs.get(2);
        Operands.requireRank("gradient of normalise columns", gradient, 3);
        Operands.requireSameShape("gradient of normalise columns", gradient, normalised);
        Shape shape = gradient.shape();
        if (!inverse.shape().equals(Shape.of(shape.axis(0), shape.axis(2)))) {
            throw new ShapeException("gradient of normalise columns: the gradient is " + shape
                    + " and the inverse deviations are " + inverse.shape() + "; one for each column is required");
        }
        Tensor output = Tensor.uninitialised(shape);
        for (int index = 0; index < shape.axis(0); index++) {
            ActiveKernels.get()
                    .rows()
                    .normaliseColumnsGradient(
                            Operands.matrix(gradient, index),
                            Operands.matrix(normalised, index),
                            inverse.matrix().row(index),
                            Operands.matrix(output, index));
        }
        return output;
    }

    @Override
    public Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        Value gradient = inputs.get(0);
        Value normalised = inputs.get(1);
        Value inverse = inputs.get(2);
        return switch (which) {
            case 0 -> evaluator.apply(this, List.of(upstream, normalised, inverse));
            case 1 -> gradientOfNormalised(evaluator, upstream, gradient, normalised, inverse);
            default -> gradientOfInverse(evaluator, upstream, gradient, normalised);
        };
    }

    private static Value gradientOfNormalised(
            Evaluator evaluator, Value upstream, Value gradient, Value normalised, Value inverse) {
        int rows = gradient.tensor().shape().axis(1);
        Value factor = evaluator.apply(new Scale(-1f / rows), inverse);
        Value m = evaluator.apply(new Multiply(), factor, sumOfProducts(evaluator, gradient, normalised));
        Value u = evaluator.apply(new Multiply(), factor, sumOfProducts(evaluator, upstream, normalised));
        Value first = evaluator.apply(new Multiply(), gradient, evaluator.apply(new RepeatAlong(1, rows), u));
        Value second = evaluator.apply(new Multiply(), upstream, evaluator.apply(new RepeatAlong(1, rows), m));
        return evaluator.apply(new Add(), first, second);
    }

    private static Value gradientOfInverse(Evaluator evaluator, Value upstream, Value gradient, Value normalised) {
        int rows = gradient.tensor().shape().axis(1);
        Value sums = evaluator.apply(
                new Multiply(), evaluator.apply(new SumAlong(1), upstream), evaluator.apply(new SumAlong(1), gradient));
        Value dots = evaluator.apply(
                new Multiply(),
                sumOfProducts(evaluator, upstream, normalised),
                sumOfProducts(evaluator, gradient, normalised));
        Value share = evaluator.apply(new Scale(1f / rows), evaluator.apply(new Add(), sums, dots));
        return evaluator.apply(new Subtract(), sumOfProducts(evaluator, upstream, gradient), share);
    }

    private static Value sumOfProducts(Evaluator evaluator, Value left, Value right) {
        return evaluator.apply(new SumAlong(1), evaluator.apply(new Multiply(), left, right));
    }
}
