/// Steps by signs: signSGD and its majority vote (Bernstein, Wang, Azizzadenesheli and Anandkumar 2018; Bernstein, Zhao,
/// Azizzadenesheli and Anandkumar 2019).
@NullMarked
package dev.orthant.experiments.signsgd;

import org.jspecify.annotations.NullMarked;
