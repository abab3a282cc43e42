/// Bernstein 2022, "Optimisation and generalisation in networks of neurons" (thesis), hyper-parameter transfer: one file per
/// figure. Start with [RateTransfer][dev.orthant.experiments.transfer.RateTransfer].
@NullMarked
package dev.orthant.experiments.transfer;

import org.jspecify.annotations.NullMarked;
