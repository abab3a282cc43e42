package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// A Markov chain whose stationary law is that of the scores given their signs, f ~ N(0, Σ) given labelᵢ fᵢ > 0 for all i.
///
/// For a few thousand draws the particles of [SequentialMonteCarlo#posterior] are cheaper by far; chains are for long runs, and an
/// independent check.
///
/// ```java
/// OrthantChain chain = new GibbsChain(10, 1);
/// Matrix scores = chain.draw(Matrix.identity(2), new int[] {1, -1}, 5, Streams.ofSeed(0));    // five states, two scores
/// scores.at(4, 0) > 0 && scores.at(4, 1) < 0;                                                 // → true
/// ```
///
/// @since 0.1.0
public interface OrthantChain {
    /// Successive states of one chain.
    ///
    /// @param covariance Σ, [n, n]
    /// @param labels     n numbers, each 1 or -1
    /// @param count      how many states, at least 1
    /// @param streams    the chain's random numbers; other streams give an independent chain
    /// @return           f, [count, n]; every element has the sign of its label. How many independent draws they are
    ///                   worth: [EffectiveSamples]
    Matrix draw(Matrix covariance, int[] labels, int count, Streams streams);
}
