//go:build gcs

package release

import _ "gocloud.dev/blob/gcsblob" // gs://bucket
