/// Bernstein, Vahdat, Yue and Liu 2020, "On the distance between two neural networks and the stability of learning" (arXiv
/// 2002.03432): one file per figure. Start with [FromageDepth][dev.orthant.experiments.fromage.FromageDepth].
@NullMarked
package dev.orthant.experiments.fromage;

import org.jspecify.annotations.NullMarked;
