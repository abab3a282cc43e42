package dev.orthant.benchmarks.peer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// Functions of one loaded library, by name.
record NativeFunctions(String library, SymbolLookup symbols) {
    /// @throws PeerMissingException if the library has no such function
    MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = symbols.find(name)
                .orElseThrow(() -> new PeerMissingException(library + " has no function " + name
                        + "; it is another version than the one that this benchmark was written for"));
        return Linker.nativeLinker().downcallHandle(address, descriptor, options);
    }

    /// A call of a native function throws nothing but what is wrong with the call itself.
    static IllegalStateException failed(String function, Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(function + " could not be called", thrown);
    }
}
