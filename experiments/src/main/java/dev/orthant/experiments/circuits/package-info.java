/// Bagherian, Gornet, Bernstein, Ni, Yue and Meister 2021, "Fine-grained system identification of nonlinear neural circuits"
/// (arXiv 2106.05400): recovering the connections of a circuit from stimuli and responses. Start with
/// [SignRecovery][dev.orthant.experiments.circuits.SignRecovery].
@NullMarked
package dev.orthant.experiments.circuits;

import org.jspecify.annotations.NullMarked;
