package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// Madam in whole numbers: a weight is a sign that never changes and a level of B bits, and a step adds to the level.
///
///     W = ± m exp(−r k),   k in 0 … 2ᴮ − 1,   m = s · root mean square of the tensor's first weights
///
///     V ← β V + (1 − β) G²
///     N = G / √(V / (1 − βᵗ)), clamped to [−c, c];   0 where the root is 0, refused where it is infinite
///     k ← k + round(q N) sign W, kept within 0 … 2ᴮ − 1
///
/// round goes to the nearest whole number, halves to the even one. A relative change of q r is what η is to [Madam]; below
/// |q N| = ½ nothing moves. A schedule multiplies q, but never brings it below 1.
///
/// Source: Bernstein, Zhao, Meister, Liu, Anandkumar and Yue 2020, "Learning compositional functions via multiplicative
/// weight updates", section 5, "B-bit Madam". In [Start#RANDOM] as in the paper's code the first gradient is that of the
/// weights as they were handed in, and the step after it jumps to magnitudes drawn at random.
///
/// The packed levels of the state are the weights; the float32 weights that [#step] writes are their decoding, for a
/// forward pass that wants all at once. Training that never holds them all decodes a piece at a time ([SignedLevels#decode])
/// and moves a piece at a time ([#move]).
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 1, -1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 7));
/// // levels are halvings of m = 4, so that both weights begin at level 2; their 2 · 9 bits take one word
/// IntegerMadam rule = new IntegerMadam(8, Math.log(2), 1, 4, 10, 0.999, IntegerMadam.Start.NEAREST, 0);
/// IntegerMadam.State state = rule.start(weights);
/// state.weightBytes();                        // → 4
/// rule.step(weights, gradient, state, 1);     // each moves by one level, by its own sign
/// w.toArray();                                // → [0.5, -2.0]
/// state.levels().getFirst().level(0);         // → 3
/// ```
///
/// @param bits      B, in 4 … 16
/// @param precision r, more than 0
/// @param factor    q, at least 1
/// @param scale     s, more than 0
/// @param bound     c, more than 0
/// @param beta      β, in [0, 1)
/// @param begin     the levels that training begins with
/// @param seed      of the drawn levels; [Start#NEAREST] does not use it
/// @since 0.1.0
public record IntegerMadam(
        int bits, double precision, double factor, double scale, double bound, double beta, Start begin, long seed)
        implements Optimizer<IntegerMadam.State> {
    /// The levels that training begins with.
    public enum Start {
        /// Independent of the weights' magnitudes, uniform over 0 … 2ᴮ − 2: the paper's code.
        RANDOM,
        /// The nearest to each weight; the weights are rounded to them before the first gradient.
        NEAREST
    }

    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public IntegerMadam {
        Require.require(bits >= 4 && bits <= 16, "integer madam", "number of bits", bits, "lie in 4 … 16");
        Require.positive("integer madam", "precision", precision);
        Require.require(factor >= 1 && factor < 1e9, "integer madam", "factor", factor, "be at least 1");
        Require.positive("integer madam", "scale", scale);
        Require.positive("integer madam", "bound", bound);
        Require.decay("integer madam", "beta", beta);
    }

    /// The paper's settings besides the number system: s = 3, c = 10, β = 0.999, drawn levels of seed 0.
    ///
    /// @param bits      B, in 4 … 16
    /// @param precision r, more than 0
    /// @param factor    q, at least 1
    public IntegerMadam(int bits, double precision, double factor) {
        this(bits, precision, factor, 3, 10, 0.999, Start.RANDOM, 0);
    }

    /// What the rule remembers between steps, the packed weights among it.
    ///
    /// @param steps      t, the steps taken
    /// @param levels     the weights themselves, one per tensor in the network's order
    /// @param largest    m, `[]` for each tensor; constant
    /// @param meanSquare V, in the form of the weights
    public record State(long steps, List<SignedLevels> levels, Weights largest, Weights meanSquare) {
        /// {@return bytes that the packed weights take, signs and levels}
        public long weightBytes() {
            return levels.stream().mapToLong(SignedLevels::bytes).sum();
        }
    }

    @Override
    public State start(Weights weights) {
        Weights largest = weights.map(tensor -> Tensor.scalar(Madam.largest(tensor, scale)));
        List<SignedLevels> levels = new ArrayList<>();
        for (Weight weight : weights.all()) {
            float most = largest.get(weight.name()).item();
            SignedLevels first = begin == Start.RANDOM ? drawn(weight) : nearest(weight, most);
            levels.add(first);
            if (begin == Start.NEAREST) {
                first.decode(precision, most, 0, weight.tensor().span());
            }
        }
        return new State(0, List.copyOf(levels), largest, Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("integer madam", gradient);
        int index = 0;
        for (Weight weight : weights.all()) {
            int tensor = index++;
            SignedLevels levels = state.levels().get(tensor);
            float largest = state.largest().get(weight.name()).item();
            Sweep.over(weight, cut -> {
                move(state, tensor, cut.from(), cut.of(gradient), rateMultiplier);
                levels.decode(precision, largest, cut.from(), cut.of(weights));
            });
        }
        return counted(state);
    }

    /// The step of one piece of one tensor, in the state alone. When every number of every tensor has been moved once, the step
    /// ends with [#counted].
    ///
    /// @param state          changed in place
    /// @param tensor         place of the tensor in the network's order, from 0
    /// @param first          index of the piece's first number in the tensor
    /// @param gradient       of the piece
    /// @param rateMultiplier the schedule's factor
    /// @throws ArithmeticException if a gradient is NaN or its mean square overflows: a level cannot hold NaN
    public void move(State state, int tensor, int first, Span gradient, double rateMultiplier) {
        double correction = 1 / (1 - Math.pow(beta, (double) (state.steps() + 1)));
        move(
                state.levels().get(tensor),
                first,
                gradient,
                List.copyOf(state.meanSquare().all())
                        .get(tensor)
                        .tensor()
                        .span()
                        .part(first, gradient.length()),
                (float) correction,
                (float) Math.max(1, factor * rateMultiplier));
    }

    /// {@return the state after a step whose pieces have all been moved}
    ///
    /// @param state before it, but for what [#move] changed
    public State counted(State state) {
        return new State(state.steps() + 1, state.levels(), state.largest(), state.meanSquare());
    }

    private void move(
            SignedLevels levels, int first, Span gradient, Span meanSquare, float correction, float levelsPerUnit) {
        float kept = (float) beta;
        float added = (float) (1 - beta);
        float clamp = (float) bound;
        int top = (1 << bits) - 1;
        for (int i = 0; i < gradient.length(); i++) {
            float g = gradient.array()[gradient.from() + i];
            float square = kept * meanSquare.array()[meanSquare.from() + i] + added * (g * g);
            meanSquare.array()[meanSquare.from() + i] = square;
            float root = (float) Math.sqrt(square * correction);
            float normalised = root == 0 ? 0 : Math.min(Math.max(g / root, -clamp), clamp);
            if (Float.isNaN(normalised) || root == Float.POSITIVE_INFINITY) {
                throw new ArithmeticException("integer madam: the gradient of weight " + (first + i) + " is " + g
                        + " and its root mean square " + root
                        + "; whole-number weights cannot carry NaN on, so look for the cause before this step");
            }
            int change = (int) Math.rint(normalised * levelsPerUnit);
            boolean negative = levels.negative(first + i);
            int level = levels.level(first + i) + (negative ? -change : change);
            levels.set(first + i, negative, Math.min(Math.max(level, 0), top));
        }
    }

    private SignedLevels drawn(Weight weight) {
        int count = weight.tensor().size();
        SignedLevels levels = SignedLevels.zeros(bits, count);
        float[] uniforms = Streams.ofSeed(seed)
                .named("levels")
                .named(weight.name())
                .uniform(weight.tensor().shape())
                .toArray();
        float[] numbers = weight.tensor().toArray();
        int choices = (1 << bits) - 1;
        for (int i = 0; i < count; i++) {
            levels.set(i, numbers[i] < 0, Math.min(choices - 1, (int) (uniforms[i] * choices)));
        }
        return levels;
    }

    private SignedLevels nearest(Weight weight, float largest) {
        float[] numbers = weight.tensor().toArray();
        SignedLevels levels = SignedLevels.zeros(bits, numbers.length);
        int top = (1 << bits) - 1;
        for (int i = 0; i < numbers.length; i++) {
            double level = Math.rint(Math.log(largest / Math.abs((double) numbers[i])) / precision);
            levels.set(i, numbers[i] < 0, (int) Math.min(Math.max(level, 0), top));
        }
        return levels;
    }
}
