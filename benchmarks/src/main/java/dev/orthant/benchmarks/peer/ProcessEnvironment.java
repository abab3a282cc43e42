package dev.orthant.benchmarks.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The environment that native libraries read when they are loaded; Java's own copy of it cannot be changed.
final class ProcessEnvironment {
    private static final int KEEP = 0;

    private ProcessEnvironment() {}

    /// Sets a variable for libraries loaded from now on, unless the user has set it.
    static void setIfAbsent(String name, String value) {
        NativeFunctions library =
                new NativeFunctions("the C library", Linker.nativeLinker().defaultLookup());
        MethodHandle setenv = library.handle("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), KEEP);
            if (failed != 0) {
                throw new IllegalStateException("setenv refused " + name + "=" + value);
            }
        } catch (Throwable thrown) {
            throw NativeFunctions.failed("setenv", thrown);
        }
    }
}
