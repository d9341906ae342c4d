//! Objects in a bucket of an S3 store that others wrote (`moto`), running here.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, Command, Stdio};

use comity_store::{Bucket, BucketError, ObjectError, Objects};

const SERVER: &str = "
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
input()";

/// A store on a port of its own, with one bucket.
struct S3 {
    child: Child,
    _stdin: ChildStdin,
    at: String,
}

impl S3 {
    fn start() -> Self {
        let mut child = Command::new(comity_testing::peer("python"))
            .args(["-c", SERVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let port = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        let stdin = child.stdin.take().unwrap();
        let store = Self { child, _stdin: stdin, at: format!("127.0.0.1:{}", port) };
        assert_eq!(store.send("PUT /comity", b""), 200);
        store
    }

    fn bucket(&self) -> Bucket {
        self.folder("objects")
    }

    fn folder(&self, name: &str) -> Bucket {
        Bucket::new(&format!("http://{}/comity/{name}", self.at), "us-east-1", "key", "very secret").unwrap()
    }

    /// A request without a signature, which this store takes for new objects; the status of the answer.
    fn send(&self, request: &str, bytes: &[u8]) -> u16 {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        let (host, length) = (&self.at, bytes.len());
        write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
            .unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_kept_is_in_the_bucket_and_comes_back_from_it() {
    let s3 = S3::start();
    let folder = tempfile::tempdir().unwrap();
    let objects = |name: &str| Objects::in_folder(folder.path().join(name)).unwrap().with_bucket(s3.bucket());
    let bytes: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let hash = objects("here").put(&bytes).unwrap();
    // Another machine, whose folder is empty.
    let there = objects("there");
    assert_eq!(there.get(&hash).unwrap(), bytes);
    assert!(folder.path().join("there").join(&hash).exists());
    there.check(&hash).unwrap();
    let missing = there.get(&"2".repeat(64));
    assert!(matches!(missing, Err(ObjectError::Missing(_))), "{missing:?}");
    // One that the bucket lacks is not sound although it lies in the folder.
    let elsewhere = Objects::in_folder(folder.path().join("there")).unwrap().with_bucket(s3.folder("other"));
    assert!(matches!(elsewhere.check(&hash), Err(ObjectError::Missing(_))));
}

#[test]
fn an_altered_object_is_refused_and_does_not_come_into_the_folder() {
    let s3 = S3::start();
    let folder = tempfile::tempdir().unwrap();
    let hash = Objects::in_folder(folder.path().join("here")).unwrap().put(b"what was said").unwrap();
    assert_eq!(s3.send(&format!("PUT /comity/objects/{hash}"), b"what was not said"), 200);
    let here = Objects::in_folder(folder.path().join("here")).unwrap().with_bucket(s3.bucket());
    assert!(matches!(here.check(&hash), Err(ObjectError::Altered(_))));
    let there = Objects::in_folder(folder.path().join("there")).unwrap().with_bucket(s3.bucket());
    assert!(matches!(there.get(&hash), Err(ObjectError::Altered(_))));
    assert_eq!(std::fs::read_dir(folder.path().join("there")).unwrap().count(), 0);
}

#[test]
fn without_the_bucket_nothing_is_kept_and_the_key_is_not_told() {
    let s3 = S3::start();
    let folder = tempfile::tempdir().unwrap();
    let bucket = s3.bucket();
    assert!(!format!("{bucket:?}").contains("secret"), "{bucket:?}");
    drop(s3);
    let objects = Objects::in_folder(folder.path()).unwrap().with_bucket(bucket);
    let refused = objects.put(b"what was said").unwrap_err();
    assert!(matches!(refused, ObjectError::Bucket { cause: BucketError::Unreachable(_), .. }), "{refused:?}");
    assert!(!refused.to_string().contains("Signature") && !refused.to_string().contains("key"), "{refused}");
}

#[test]
fn an_address_that_names_no_bucket_is_refused() {
    for address in ["comity", "s3://comity", "https://host", "https://host/", "https:///comity", "https://host/a?b=c"] {
        let refused = Bucket::new(address, "us-east-1", "key", "secret");
        assert!(matches!(refused, Err(BucketError::Address(_))), "{address}");
    }
}
