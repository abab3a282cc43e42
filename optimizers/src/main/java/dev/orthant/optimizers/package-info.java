/// Rules that turn a gradient into a step: an [Optimizer][dev.orthant.optimizers.Optimizer] per paper, each a record
/// of its hyper-parameters with an explicit state. Start with [Sgd][dev.orthant.optimizers.Sgd], then
/// [Nero][dev.orthant.optimizers.Nero]. Depends on the tensor module alone.
///
/// What the rules remember, in numbers of 32 bits per weight of a matrix of 300 neurons with 400 inputs (`StateSizesTest`
/// prints the table; a few more numbers count steps):
///
/// | rule | numbers per weight |
/// |---|---|
/// | AMSGrad, diffGrad | 3 |
/// | Adam, AdamW, LAMB with its mean | 2 |
/// | integer Madam | 1.34: the mean square, and 0.34 for the weights themselves (10 bits and a sign) |
/// | SGD, LARS and Signum with momentum, RMSprop, Adagrad, Lion, LAMB, Madam | 1 |
/// | Nero, neuron-normalised | 0.0025: one number per neuron |
/// | SGD, LARS and signSGD without momentum, Fromage, AGD, relative Frobenius | 0 |
/// | Lookahead, weight averaging | 1 more than the rule within |
///
/// @since 0.1.0
@NullMarked
package dev.orthant.optimizers;

import org.jspecify.annotations.NullMarked;
