package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.MultiplyRow;
import dev.orthant.autograd.op.NormaliseColumns;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.autograd.op.ScaleNormalisedColumns;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import java.util.List;
import java.util.Optional;

/// Batch normalisation (Ioffe and Szegedy 2015): every channel less its mean, divided by its standard deviation, times a
/// gain, plus an offset. Channels are the last axis of an example, `[channels]` or `[height, width, channels]`.
///
///     training   : y = γ (x − x̄)/√(var + ε) + β          over the batch (and the pixels), var with the divisor n
///                  running_mean += momentum (x̄ − running_mean)
///                  running_var  += momentum (var n/(n − 1) − running_var)
///     predicting : y = γ (x − running_mean)/√(running_var + ε) + β
///
/// Names, defaults and the unbiased running variance are PyTorch's. The running statistics are buffers among the weights,
/// which a training pass moves in place. `num_batches_tracked` counts the batches that did, exactly up to 2²⁴.
///
/// With ghost batches (Hoffer, Hubara and Soudry 2017) a training batch is cut into equal runs of examples, each normalised
/// by itself; the running statistics move once for each, in order.
///
/// ```java
/// Network norm = Network.create(new BatchNorm(), Shape.of(1), new Initialiser.Prior(), Streams.ofSeed(0));
/// Tape tape = new Tape();
/// NamedValues training = NamedValues.variables(tape, norm.weights()).in(new Mode.Training(Streams.ofSeed(1)));
/// Value batch = tape.constant(Tensor.of(Shape.of(2, 1), 0, 20));      // mean 10, variance 100, unbiased 200
/// norm.layer().forward(tape, training, batch).tensor();               // → tensor [2, 1] {-1.00000, 1.00000}
/// norm.weights().get("running_mean").item();                          // → 1.0
/// norm.weights().get("running_var").item();                           // → 20.9
/// ```
///
/// @param momentum share of a batch in the running statistics, in [0, 1]
/// @param epsilon  ε, more than 0
/// @param ghost    examples in a ghost batch, must divide every training batch; 0 for the whole batch
/// @since 0.1.0
public record BatchNorm(double momentum, double epsilon, int ghost) implements Layer {
    /// Checks that the numbers are in range.
    ///
    /// @throws IllegalArgumentException if the momentum is not in [0, 1], ε not more than 0 or the ghost batch negative
    public BatchNorm {
        if (!(momentum >= 0 && momentum <= 1) || !(epsilon > 0) || ghost < 0) {
            throw new IllegalArgumentException("batch norm: momentum is " + momentum + ", epsilon " + epsilon
                    + " and a ghost batch " + ghost + "; they must be in [0, 1], more than 0 and at least 0");
        }
    }

    /// PyTorch's defaults: momentum 0.1, ε = 10⁻⁵, whole batches.
    public BatchNorm() {
        this(0.1, 1e-5, 0);
    }

    /// PyTorch's defaults, with ghost batches of so many examples.
    ///
    /// @param examples in a ghost batch, at least 1; must divide every training batch
    /// @return the layer with momentum 0.1 and ε = 10⁻⁵
    public static BatchNorm ofGhosts(int examples) {
        return new BatchNorm(0.1, 1e-5, examples);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        Shape channels = Shape.of(output(input).axis(-1));
        return List.of(
                WeightSpec.constant("weight", Role.GAIN, channels, 1),
                WeightSpec.constant("bias", Role.BIAS, channels, 0),
                WeightSpec.constant("running_mean", Role.BUFFER, channels, 0),
                WeightSpec.constant("running_var", Role.BUFFER, channels, 1),
                WeightSpec.constant("num_batches_tracked", Role.BUFFER, Shape.of(), 0));
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() < 1) {
            throw new ShapeException(
                    "batch norm: an example is " + input + "; at least one axis is required, the channels last");
        }
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return weights.mode() instanceof Mode.Training
                ? train(evaluator, weights, input)
                : predict(evaluator, weights, input);
    }

    private Value predict(Evaluator evaluator, NamedValues weights, Value input) {
        Tensor inverse = Tensor.zeros(weights.get("running_var").tensor().shape());
        ActiveKernels.get()
                .rows()
                .inverseDeviation(weights.get("running_var").tensor().span(), (float) epsilon, inverse.span());
        Value gain = evaluator.apply(new Multiply(), weights.get("weight"), evaluator.constant(inverse));
        Value shift = evaluator.apply(new Multiply(), weights.get("running_mean"), gain);
        Value offset = evaluator.apply(new Subtract(), weights.get("bias"), shift);
        return evaluator.apply(new AddRow(), evaluator.apply(new MultiplyRow(), input, gain), offset);
    }

    private Value train(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        Value stack = evaluator.apply(new Reshape(ghosts(shape)), input);
        NormaliseColumns.Statistics statistics = NormaliseColumns.Statistics.of(stack.tensor());
        move(weights, statistics, stack.tensor().shape());
        Value scaled = evaluator.apply(
                new ScaleNormalisedColumns((float) epsilon, Optional.of(statistics)),
                List.of(stack, weights.get("weight"), weights.get("bias")));
        return evaluator.apply(new Reshape(shape), scaled);
    }

    /// [ghost batches, examples and pixels of each, channels]
    private Shape ghosts(Shape batch) {
        int examples = batch.axis(0);
        int channels = batch.axis(-1);
        if (ghost > 0 && examples % ghost != 0) {
            throw new ShapeException("batch norm: a batch of " + examples + " examples came for ghost batches of "
                    + ghost + "; it must be a multiple; drop the rest of the epoch or choose another size");
        }
        int count = ghost > 0 ? examples / ghost : 1;
        int rows = count == 0 || channels == 0 ? 0 : batch.size() / channels / count;
        if (rows < 2) {
            throw new ShapeException("batch norm: a training batch " + batch + " has " + rows
                    + " numbers for each channel; at least 2 are required, one has no variance; use larger batches");
        }
        return Shape.of(count, rows, channels);
    }

    private void move(NamedValues weights, NormaliseColumns.Statistics statistics, Shape stack) {
        int rows = stack.axis(1);
        float unbiased = rows / (rows - 1f);
        for (int index = 0; index < stack.axis(0); index++) {
            move(weights, "running_mean", statistics.mean(), index, 1);
            move(weights, "running_var", statistics.variance(), index, unbiased);
        }
        Span count = weights.get("num_batches_tracked").tensor().span();
        count.array()[count.from()] += stack.axis(0);
    }

    /// running += momentum (factor · statistic − running)
    private void move(NamedValues weights, String name, Tensor statistics, int index, float factor) {
        Tensor running = weights.get(name).tensor();
        ActiveKernels.get().scale(running.span(), (float) (1 - momentum), running.span());
        ActiveKernels.get()
                .addScaled(
                        running.span(),
                        (float) (momentum * factor),
                        statistics.matrix().row(index));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of batch norm: statistics over the batch make every example's features depend on all"
                        + " others, and no kernel between two examples exists; use LayerNorm");
    }
}
