import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;

/**
 * Speaks MongoDB's protocol over an H2 file. It is not MongoDB: it has no transactions, and what it acknowledged in the
 * second before a SIGKILL is lost; what is left then is one moment, of all collections together.
 *
 * Arguments: the file of the data, and the port of the loopback interface that it listens on.
 */
public class MongodbProtocolServer {
    /** What it tells drivers that it is: they refuse the version that it says by itself. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(6, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 17;
        }
    };

    public static void main(String[] arguments) {
        H2Backend backend = new Backend(arguments[0]);
        backend.version(VERSION);
        MongoServer server = new MongoServer(backend);
        server.enableOplog();
        server.bind("127.0.0.1", Integer.parseInt(arguments[1]));
    }

    /**
     * Finds a document by its id also where the query has more conditions, as MongoDB does: by itself it looks at every document then.
     *
     * Writes to the disk between requests, and never during one. By itself it takes one collection after the other while they
     * are written to, and after a SIGKILL what was written later is there and what was written before it is not.
     */
    private static class Backend extends H2Backend {
        private static final long COMMIT_EVERY_MS = 1_000;
        private static final int MOST_BYTES_UNSAVED = 16 << 20;
        private final ReentrantReadWriteLock disk = new ReentrantReadWriteLock();

        Backend(String file) {
            // "Disabled" is but the thread: without a buffer of 0 a request still commits, in its middle, when much was written.
            super(new MVStore.Builder().fileName(file).autoCommitDisabled().autoCommitBufferSize(0).open());
            Thread committing = new Thread(this::commitAgainAndAgain, "commit");
            committing.setDaemon(true);
            committing.start();
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            return betweenCommits(() -> super.handleMessage(message));
        }

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            return betweenCommits(() -> super.handleCommand(channel, database, command, query));
        }

        @Override
        public QueryResult handleQuery(MongoQuery query) {
            return betweenCommits(() -> super.handleQuery(query));
        }

        private <Answer> Answer betweenCommits(Supplier<Answer> request) {
            Answer answer;
            disk.readLock().lock();
            try {
                answer = request.get();
            } finally {
                disk.readLock().unlock();
            }
            // One request asks for another within itself, and what is held in between is not to be waited for.
            if (disk.getReadHoldCount() == 0 && getMvStore().getUnsavedMemory() > MOST_BYTES_UNSAVED) commitBetweenRequests();
            return answer;
        }

        private void commitAgainAndAgain() {
            while (!getMvStore().isClosed()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(COMMIT_EVERY_MS));
                commitBetweenRequests();
            }
        }

        private void commitBetweenRequests() {
            disk.writeLock().lock();
            try {
                commit();
            } finally {
                disk.writeLock().unlock();
            }
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String databaseName) {
            return new H2Database(databaseName, getMvStore(), getCursorRegistry()) {
                @Override
                protected Index<Object> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
                    return new SecondaryIndex(name, keys);
                }

                @Override
                protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
                    String full = getFullCollectionNamespace(name);
                    var documents = getMvStore().<Object, Document>openMap("databases." + full);
                    var about = getMvStore().<String, Object>openMap("meta." + full);
                    return new H2Collection(this, name, options, documents, about, cursorRegistry) {
                        @Override
                        protected QueryResult queryDocuments(
                                Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
                            if (query.size() == 1 || !(query.get("_id") instanceof String id)) {
                                return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
                            }
                            Stream<Document> found = Stream.ofNullable(getDocument(id));
                            return matchDocumentsFromStream(found, query, orderBy, skip, limit, batchSize, fields);
                        }
                    };
                }
            };
        }
    }

    /**
     * Finds documents by the first field of an index, as MongoDB does: by itself the server makes no index that is not
     * unique, and looks at every document. In memory alone, made anew from the documents when the server starts.
     */
    private static class SecondaryIndex extends EmptyIndex<Object> {
        private static final List<String> BOUNDS = List.of("$gt", "$gte", "$lt", "$lte");
        private final String field;
        private final NavigableMap<Object, Set<Object>> positions = new TreeMap<>(ValueComparator.asc());
        private int entries = 0;

        SecondaryIndex(String name, List<IndexKey> keys) {
            super(name, keys);
            field = keys.get(0).getKey();
        }

        @Override
        public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
            Object value = Utils.getSubdocumentValue(document, field);
            if (Missing.isNullOrMissing(value) || value instanceof Collection) return;
            if (positions.computeIfAbsent(value, key -> new LinkedHashSet<>()).add(position)) entries++;
        }

        @Override
        public synchronized void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
            take(before, position);
            add(after, position, collection);
        }

        @Override
        public Object remove(Document document) {
            take(document, document.get("_id"));
            return null;
        }

        private synchronized void take(Document document, Object position) {
            Object value = Utils.getSubdocumentValue(document, field);
            Set<Object> found = Missing.isNullOrMissing(value) || value instanceof Collection ? null : positions.get(value);
            if (found == null) return;
            if (found.remove(position)) entries--;
            if (found.isEmpty()) positions.remove(value);
        }

        /** Where it leads to a part of the documents alone; else looking at each in turn is faster. */
        @Override
        public synchronized boolean canHandle(Document query) {
            Collection<Set<Object>> found = found(query);
            return found != null && found.stream().mapToInt(Set::size).limit(entries).sum() <= entries / 4;
        }

        @Override
        public synchronized Iterable<Object> getPositions(Document query) {
            return found(query).stream().flatMap(Set::stream).toList();
        }

        /** The documents that meet what the query says of the field; null where it says nothing that an index knows. */
        private Collection<Set<Object>> found(Document query) {
            for (Map.Entry<String, Object> each : query.entrySet()) {
                if (each.getKey().equals("$and")) {
                    for (Object part : (Collection<?>) each.getValue()) {
                        Collection<Set<Object>> found = found((Document) part);
                        if (found != null) return found;
                    }
                } else if (each.getKey().equals(field) && each.getValue() instanceof Document condition && condition.size() == 1) {
                    String operator = condition.keySet().iterator().next();
                    return found(operator, condition.get(operator));
                }
            }
            return null;
        }

        private Collection<Set<Object>> found(String operator, Object value) {
            List<?> sought = operator.equals("$in") ? new ArrayList<>((Collection<?>) value) : Collections.singletonList(value);
            if (sought.stream().anyMatch(Missing::isNullOrMissing)) return null;
            if (operator.equals("$eq") || operator.equals("$in")) {
                return sought.stream().distinct().map(positions::get).filter(found -> found != null).toList();
            }
            if (!BOUNDS.contains(operator)) return null;
            boolean inclusive = operator.endsWith("e");
            return (operator.startsWith("$g") ? positions.tailMap(value, inclusive) : positions.headMap(value, inclusive)).values();
        }
    }
}
