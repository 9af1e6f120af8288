package dev.parley.harness.war;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.exporter.ArchiveExportException;
import org.jboss.shrinkwrap.api.exporter.FileExistsException;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.impl.base.AssignableBase;

/**
 * Writes archives without compressing them. ShrinkWrap's own exporter needs 2 s of CPU time to
 * compress the WAR, most of which is JAR files, for each deployment.
 */
public final class UncompressedExporter extends AssignableBase<Archive<?>> implements ZipExporter {

    /** Called by ShrinkWrap. */
    public UncompressedExporter(Archive<?> archive) {
        super(archive);
    }

    /** Makes it the exporter of all archives of this JVM. */
    static void install() {
        ShrinkWrap.getDefaultDomain()
                .getConfiguration()
                .getExtensionLoader()
                .addOverride(ZipExporter.class, UncompressedExporter.class);
    }

    @Override
    public InputStream exportAsInputStream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        exportTo(bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void exportTo(OutputStream target) {
        try {
            ZipOutputStream zip = new ZipOutputStream(target);
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Node node : getArchive().getContent().values()) {
                write(node, zip);
            }
            zip.finish();
        } catch (IOException e) {
            throw new ArchiveExportException(e);
        }
    }

    private static void write(Node node, ZipOutputStream zip) throws IOException {
        ArchivePath path = node.getPath();
        String name = path.get().substring(1);
        Asset asset = node.getAsset();
        if (asset == null) {
            if (!name.isEmpty()) {
                zip.putNextEntry(new ZipEntry(name + "/"));
                zip.closeEntry();
            }
            return;
        }
        zip.putNextEntry(new ZipEntry(name));
        try (InputStream content = asset.openStream()) {
            content.transferTo(zip);
        }
        zip.closeEntry();
    }

    @Override
    public void exportTo(File target) {
        exportTo(target, false);
    }

    @Override
    public void exportTo(File target, boolean overwrite) {
        if (target.exists() && !overwrite) {
            throw new FileExistsException(target + " exists");
        }
        try (OutputStream file = Files.newOutputStream(target.toPath())) {
            exportTo(file);
        } catch (IOException e) {
            throw new ArchiveExportException(e);
        }
    }
}
