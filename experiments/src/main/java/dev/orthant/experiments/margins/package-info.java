/// Farhang, Bernstein, Tirumala, Liu and Yue 2022, "Investigating generalization by controlling normalized margin": networks
/// whose normalised margin is set, not found, so that what margin explains of generalisation, and what it does not, can be
/// measured.
@NullMarked
package dev.orthant.experiments.margins;

import org.jspecify.annotations.NullMarked;
