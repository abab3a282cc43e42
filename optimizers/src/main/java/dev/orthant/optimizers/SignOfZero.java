package dev.orthant.optimizers;

import dev.orthant.optimizers.Sweep.Cut;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;

/// What a rule that steps by signs takes for the sign of 0. It decides what happens to weights that no example of the
/// batch reaches: they stay, they drift, or they diffuse.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// SignSgd rule = new SignSgd(0.5, 0, SignOfZero.PLUS, 0);
/// rule.step(weights, weights.times(0), rule.start(weights), 1);   // no example reaches the weight; it drifts
/// w.item();                                                       // → 0.5
/// ```
///
/// @since 0.1.0
public enum SignOfZero {
    /// 0: the weight stays. Bernstein, Wang, Azizzadenesheli and Anandkumar 2018, "signSGD: compressed optimisation for
    /// non-convex problems".
    ZERO,
    /// +1: the weight becomes smaller by the learning rate in every step. The code of Bernstein, Zhao, Azizzadenesheli and
    /// Anandkumar 2019, "signSGD with majority vote is communication efficient and fault tolerant": one bit has no third
    /// value.
    PLUS,
    /// −1 or +1 by a fair coin: one bit, and no drift.
    RANDOM;

    /// Numbers drawn at a time where a zero was seen.
    private static final int CHUNK = 1024;

    /// What the kernels are to take for sign 0; the coin of [#RANDOM] is thrown afterwards, in [#stepWhereZero].
    float kernelValue() {
        return this == PLUS ? 1 : 0;
    }

    /// W ← W ∓ rate where the direction is 0, by the coin of that weight and step; nothing unless this is [#RANDOM].
    void stepWhereZero(Cut cut, Span weights, Span direction, float rate, Streams streams) {
        if (this != RANDOM) {
            return;
        }
        long key = streams.named(cut.name()).key();
        float[] coins = new float[CHUNK];
        for (int start = 0; start < cut.length(); start += CHUNK) {
            int length = Math.min(CHUNK, cut.length() - start);
            Span part = direction.part(start, length);
            if (hasZero(part)) {
                ActiveKernels.get().uniform(key, cut.from() + start, new Span(coins, 0, length));
                stepByCoins(weights.part(start, length), part, rate, coins);
            }
        }
    }

    private static void stepByCoins(Span weights, Span direction, float rate, float[] coins) {
        for (int i = 0; i < weights.length(); i++) {
            if (direction.array()[direction.from() + i] == 0) {
                weights.array()[weights.from() + i] += coins[i] < 0.5f ? rate : -rate;
            }
        }
    }

    private static boolean hasZero(Span numbers) {
        for (int i = numbers.from(); i < numbers.from() + numbers.length(); i++) {
            if (numbers.array()[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
