CREATE ROLE locked LOGIN PASSWORD 'secret';
SET password_encryption = 'md5';
CREATE ROLE hashed LOGIN PASSWORD 'secret';
CREATE TABLE lines (number int, line text);
