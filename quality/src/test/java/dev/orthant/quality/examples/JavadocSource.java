package dev.orthant.quality.examples;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The public types of a module's exported packages, with the examples in their Javadoc, read by the compiler's own parser.
final class JavadocSource {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ ?```java[ \\t]*$\\n(.*?)^ ?```[ \\t]*$");

    private static final Pattern EXPORTS = Pattern.compile("exports ([\\w.]+);");

    private JavadocSource() {}

    /// Packages that a module exports to everybody.
    private static List<String> exported(Path module) {
        try {
            Matcher exports = EXPORTS.matcher(Files.readString(module.resolve("src/main/java/module-info.java")));
            return exports.results().map(found -> found.group(1)).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<PublicType> types(Path module) {
        Path sources = module.resolve("src/main/java");
        List<Path> files = new ArrayList<>();
        for (String exported : exported(module)) {
            try (Stream<Path> inside = Files.list(sources.resolve(exported.replace('.', '/')))) {
                inside.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<PublicType> types = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(Objects.toString(module.getFileName()), comments, types).scan(unit, null);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return types;
    }

    /// Collects the public types of one file.
    private static final class Reader extends TreePathScanner<Void, @Nullable PublicType> {
        private final String module;
        private final DocTrees comments;
        private final List<PublicType> types;
        private int found;

        Reader(String module, DocTrees comments, List<PublicType> types) {
            this.module = module;
            this.comments = comments;
            this.types = types;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable PublicType outer) {
            if (!isPublic(tree, getCurrentPath().getParentPath().getLeaf())) {
                return null;
            }
            String name = tree.getSimpleName().toString();
            String owner =
                    outer == null ? getCurrentPath().getCompilationUnit().getPackageName() + "." + name : outer.owner();
            PublicType type = new PublicType(module, owner, name, new ArrayList<>());
            types.add(type);
            collect(type);
            return super.visitClass(tree, type);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable PublicType type) {
            collect(type);
            return null; // types inside a method are nobody's
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable PublicType type) {
            collect(type);
            return null;
        }

        private void collect(@Nullable PublicType type) {
            TreePath path = getCurrentPath();
            String comment = comments.getDocComment(path);
            if (comment == null || type == null) {
                return;
            }
            Matcher block = BLOCK.matcher(comment);
            while (block.find()) {
                found++;
                type.examples()
                        .add(new Example(
                                type.module(),
                                type.owner(),
                                type.owner().replace('.', '_') + "_" + found,
                                block.group(1).stripIndent().lines().toList()));
            }
        }

        /// Members of an interface are public without saying so.
        private static boolean isPublic(ClassTree tree, Tree parent) {
            Set<Modifier> modifiers = tree.getModifiers().getFlags();
            return modifiers.contains(Modifier.PUBLIC) || parent.getKind() == Tree.Kind.INTERFACE;
        }
    }
}
