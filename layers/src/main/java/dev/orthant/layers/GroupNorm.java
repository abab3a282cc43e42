package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.AddScalar;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.MultiplyRow;
import dev.orthant.autograd.op.Power;
import dev.orthant.autograd.op.RepeatAlong;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.SpreadColumns;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.SumAlong;
import dev.orthant.autograd.op.SumColumns;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// Group normalisation (Wu and He 2018): in every example, each run of channels less its mean over channels and pixels,
/// divided by its standard deviation; then times a gain, plus an offset for each channel. The same in training and
/// prediction. Channels are the last axis of an example.
///
///     y = γ (x − x̄)/√(var + ε) + β          x̄, var over height, width and the channels of the group
///
/// One group is layer normalisation over all of an image, as many groups as channels is instance normalisation.
///
/// ```java
/// Layer norm = new GroupNorm(2, 1e-9);                        // channels (1, 3) are one group, (10, 14) the other
/// Network network = Network.create(norm, Shape.of(4), new Initialiser.Prior(), Streams.ofSeed(0));
/// network.predict(Tensor.of(Shape.of(4), 1, 3, 10, 14));      // → tensor [4] {-1.00000, 1.00000, -1.00000, 1.00000}
/// norm.output(Shape.of(5));                                   // throws ShapeException
/// ```
///
/// @param groups  runs of channels, at least 1; must divide the channels
/// @param epsilon ε, more than 0; PyTorch's default is 1e-5
/// @since 0.1.0
public record GroupNorm(int groups, double epsilon) implements Layer {
    /// Checks that the numbers are in range. Whether the groups divide the channels is seen when the input's shape is
    /// known.
    ///
    /// @throws IllegalArgumentException if there is no group or ε is not more than 0
    public GroupNorm {
        if (groups < 1 || !(epsilon > 0)) {
            throw new IllegalArgumentException("group norm: " + groups + " groups and epsilon " + epsilon
                    + " came; they must be at least 1 and more than 0");
        }
    }

    /// With ε = 10⁻⁵, PyTorch's default.
    ///
    /// @param groups runs of channels, at least 1; must divide the channels
    public GroupNorm(int groups) {
        this(groups, 1e-5);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        Shape channels = Shape.of(output(input).axis(-1));
        return List.of(
                WeightSpec.constant("weight", Role.GAIN, channels, 1),
                WeightSpec.constant("bias", Role.BIAS, channels, 0));
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() < 1 || input.axis(-1) % groups != 0) {
            throw new ShapeException("group norm: an example is " + input + "; its last axis, the channels, must be a"
                    + " multiple of " + groups + " groups");
        }
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        int pixels = 1;
        for (int axis = 1; axis < shape.rank() - 1; axis++) {
            pixels *= shape.axis(axis);
        }
        Value images = evaluator.apply(new Reshape(Shape.of(shape.axis(0), pixels, shape.axis(-1))), input);
        Value centred = evaluator.apply(new Subtract(), images, mean(evaluator, images));
        Value variance = mean(evaluator, evaluator.apply(new Multiply(), centred, centred));
        Value inverse = evaluator.apply(new Power(-0.5f), evaluator.apply(new AddScalar((float) epsilon), variance));
        Value normalised = evaluator.apply(new Reshape(shape), evaluator.apply(new Multiply(), centred, inverse));
        Value scaled = evaluator.apply(new MultiplyRow(), normalised, weights.get("weight"));
        return evaluator.apply(new AddRow(), scaled, weights.get("bias"));
    }

    /// The mean of every group of an example, at all its numbers: [batch, pixels, channels] to the same.
    private Value mean(Evaluator evaluator, Value images) {
        Shape shape = images.tensor().shape();
        int batch = shape.axis(0);
        int pixels = shape.axis(1);
        int channels = shape.axis(2);
        int width = channels / groups;
        Value ofChannels = evaluator.apply(new SumAlong(1), images);
        Value ofGroups = evaluator.apply(
                new SumColumns(), evaluator.apply(new Reshape(Shape.of(batch * groups, width)), ofChannels));
        Value means = evaluator.apply(new Scale(1f / (pixels * width)), ofGroups);
        Value atChannels = evaluator.apply(
                new Reshape(Shape.of(batch, channels)), evaluator.apply(new SpreadColumns(width), means));
        return evaluator.apply(new RepeatAlong(1, pixels), atChannels);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of group norm: it needs the variances of all pixels, which a block of one number for"
                        + " each pair of examples does not carry; use LayerNorm");
    }
}
