/// Learning by guessing: directions that are guessed in place of the gradient (Singhal et al. 2023), and whole networks that
/// are guessed until one fits.
@NullMarked
package dev.orthant.experiments.guessing;

import org.jspecify.annotations.NullMarked;
