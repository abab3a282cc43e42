/// [GradientCheck][dev.orthant.autograd.check.GradientCheck]: tests a gradient against the values it belongs to.
/// Public, for operations that users write.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.autograd.check;

import org.jspecify.annotations.NullMarked;
