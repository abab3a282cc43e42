/// Liu, Bernstein, Meister and Yue 2021, "Learning by turning: neural architecture aware optimisation" (arXiv 2102.07227): one
/// file per figure. Start with [NeroDepth][dev.orthant.experiments.nero.NeroDepth].
@NullMarked
package dev.orthant.experiments.nero;

import org.jspecify.annotations.NullMarked;
