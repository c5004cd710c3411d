import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * The peer of bench/lucene.py: Lucene's ArabicAnalyzer and BM25, all as Lucene ships them.
 *
 * <p>Indexes a file of passages (id TAB text, one a line), then answers lines: a query in, the ids of
 * the best 100 out, parted by spaces.
 */
public class Lucene {
  public static void main(String[] arguments) throws IOException {
    try (Analyzer analyzer = new ArabicAnalyzer();
        ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      index(Path.of(arguments[0]), analyzer, directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        answer(new IndexSearcher(reader), new QueryBuilder(analyzer));
      }
    }
  }

  private static void index(Path passages, Analyzer analyzer, ByteBuffersDirectory directory)
      throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity());
    try (IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(passages)) {
      for (String line; (line = lines.readLine()) != null; ) {
        int tab = line.indexOf('\t');
        Document document = new Document();
        document.add(new StringField("id", line.substring(0, tab), Field.Store.YES));
        document.add(new TextField("text", line.substring(tab + 1), Field.Store.NO));
        writer.addDocument(document);
      }
    }
  }

  private static void answer(IndexSearcher searcher, QueryBuilder builder) throws IOException {
    searcher.setSimilarity(new BM25Similarity());
    BooleanQuery.setMaxClauseCount(4096);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      Query query = builder.createBooleanQuery("text", line);
      StringBuilder ids = new StringBuilder();
      if (query != null) {
        for (ScoreDoc hit : searcher.search(query, 100).scoreDocs) {
          ids.append(ids.length() > 0 ? " " : "").append(searcher.doc(hit.doc).get("id"));
        }
      }
      out.println(ids);
    }
  }
}
