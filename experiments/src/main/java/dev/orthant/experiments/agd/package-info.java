/// Bernstein, Mingard, Huang, Azizan and Yue 2023, "Automatic gradient descent: deep learning without hyperparameters" (arXiv
/// 2304.05187): one file per figure. Start with [AgdDepth][dev.orthant.experiments.agd.AgdDepth].
@NullMarked
package dev.orthant.experiments.agd;

import org.jspecify.annotations.NullMarked;
