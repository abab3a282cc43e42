/// Bernstein, Zhao, Meister, Liu, Anandkumar and Yue 2020, "Learning compositional functions via multiplicative weight updates"
/// (arXiv 2006.14560): one file per figure. Start with [MadamBits][dev.orthant.experiments.madam.MadamBits].
@NullMarked
package dev.orthant.experiments.madam;

import org.jspecify.annotations.NullMarked;
