/// The command line: [Main][dev.orthant.experiments.cli.Main] and one class per command. The only package that prints,
/// exits or hooks into the shutdown of the JVM.
@NullMarked
package dev.orthant.experiments.cli;

import org.jspecify.annotations.NullMarked;
